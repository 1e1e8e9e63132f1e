import { describe, expect, it } from '@jest/globals';
import { metricCatalog } from '../../src/decode/telemetry-catalog.js';
import { createMetricsOutput } from '../../src/outputs/metrics/metrics-output.js';
import { createMemoryHotState, hotLink, hotNode } from '../helpers/memory-hot-state.js';
import { turnsDuring } from '../helpers/event-loop.js';
import { linesOf, METRICS_NOW, metricsParts, promtoolCheck } from '../helpers/metrics-parts.js';

const hostile = [
  '"',
  '\\',
  '\\"',
  'line\nfeed',
  'carriage\rreturn',
  'nul\u0000',
  '\u202egnp.exe',
  'lone \ud800 surrogate',
  '</script><script>alert(1)</script>',
  '{node_id="!ffffffff"} 1',
  '\u2028',
  '🏔️'.repeat(200),
  'x'.repeat(10_000),
  '',
];

const everyMetric = (value: (index: number) => number) =>
  Object.fromEntries(metricCatalog.map(({ metric }, index) => [metric, { value: value(index), at: METRICS_NOW }]));

describe('the exposition', () => {
  it('passes promtool without a complaint, whatever nodes call themselves and measure', async () => {
    const values = [0, -0, -1e-30, 1e300, NaN, Infinity, -Infinity, 2 ** 53];
    const hot = createMemoryHotState(
      hostile.map((name, index) =>
        hotNode(index + 1, {
          longName: name,
          shortName: name,
          hwModel: name,
          role: name,
          firmwareVersion: name,
          region: name,
          latitude: values[index % values.length]!,
          longitude: 1,
          altitude: -400,
          precisionBits: 13,
          positionAt: METRICS_NOW,
          snr: 1,
          rssi: -1,
          hopsAway: 0,
          metrics: everyMetric((offset) => values[(index + offset) % values.length]!),
        }),
      ),
    );
    hot.link(hotLink(1, 2));
    hot.gateway({ gatewayId: '!00000001', online: true, state: 'online', firstSeen: 1, lastSeen: METRICS_NOW });
    const output = createMetricsOutput(
      metricsParts({
        hot,
        catalog: metricCatalog,
        version: hostile[3]!,
        brokers: () =>
          hostile.map((name, index) => ({
            name: `${index} ${name}`,
            url: '',
            state: 'connected',
            connectedAt: null,
            lastMessageAt: METRICS_NOW,
            reconnects: 0,
            sessionPresent: null,
            subscriptions: [],
            received: 0,
            lastError: null,
          })),
      }),
    );
    output.recorder.recordCommit({ seconds: 0.1, size: 5 });
    output.recorder.recordEndToEnd(0.1);
    for (const name of hostile) {
      output.recorder.recordPacket({ port: name, outcome: 'undecryptable', channel: name, gateway: '!00000001' });
    }
    const { body } = await output.text();
    expect(linesOf(body, 'meshtastic_node_info')).toHaveLength(hostile.length);
    expect(promtoolCheck(body)).toBe('');
  });

  it('would be told by promtool if it were wrong', () => {
    expect(promtoolCheck('# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n')).toContain('a_total');
    expect(promtoolCheck('a{b="\n"} 1\n')).toContain('error');
  });

  it('of 50,000 nodes stays small, and says how many nodes are not in it', async () => {
    const metrics = everyMetric((index) => index);
    const usual = Object.fromEntries(Object.entries(metrics).slice(0, 6));
    const hot = createMemoryHotState(
      Array.from({ length: 50_000 }, (_, index) =>
        hotNode(index + 1, { metrics: usual, snr: 1, rssi: -90, hopsAway: 1 }),
      ),
    );
    const output = createMetricsOutput(metricsParts({ hot, catalog: metricCatalog, maxNodes: 1000 }));
    const before = process.memoryUsage().rss;
    let body = '';
    for (let round = 0; round < 10; round += 1) ({ body } = await output.text());
    // 1000 nodes with 1.2 KB each.
    expect(body.length).toBeLessThan(1.2e6);
    expect(linesOf(body, 'meshtastic_nodes_not_exported')).toEqual(['meshtastic_nodes_not_exported 49000']);
    expect(linesOf(body, 'meshtastic_node_info')).toHaveLength(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(promtoolCheck(body)).toBe('');
  });

  it('of 2,000 nodes is written over many turns of the event loop (the bench says how long they are)', async () => {
    const metrics = Object.fromEntries(Object.entries(everyMetric((index) => index)).slice(0, 50));
    const hot = createMemoryHotState(Array.from({ length: 2000 }, (_, index) => hotNode(index + 1, { metrics })));
    const output = createMetricsOutput(metricsParts({ hot, catalog: metricCatalog }));
    expect(await turnsDuring(() => output.text())).toBeGreaterThan(20);
  });
});

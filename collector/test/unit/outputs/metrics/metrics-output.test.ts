import { describe, expect, it } from '@jest/globals';
import type { BrokerStatus, MetricDefinition } from '../../../../src/model.js';
import { createMetricsOutput } from '../../../../src/outputs/metrics/metrics-output.js';
import { createMemoryHotState, hotLink, hotNode } from '../../../helpers/memory-hot-state.js';
import {
  EXPIRY_MS,
  idlePipeline,
  linesOf,
  METRICS_NOW,
  metricsParts,
  NODE_EXPIRY_MS,
} from '../../../helpers/metrics-parts.js';

const definition = (metric: string, name: string, over: Partial<MetricDefinition> = {}): MetricDefinition => ({
  metric,
  variant: 'device',
  title: 'Battery level',
  description: '',
  unit: 'percent',
  kind: 'gauge',
  prometheus: { name, factor: 1 },
  ...over,
});
const battery = definition('device_battery_level', 'meshtastic_device_battery_level_ratio', {
  prometheus: { name: 'meshtastic_device_battery_level_ratio', factor: 0.01 },
});
const broker: BrokerStatus = {
  name: 'city',
  url: 'mqtt://broker',
  state: 'connected',
  connectedAt: METRICS_NOW,
  lastMessageAt: METRICS_NOW,
  reconnects: 3,
  sessionPresent: true,
  subscriptions: [],
  received: 12,
  lastError: null,
};

async function scrape(over: Parameters<typeof metricsParts>[0]): Promise<(metric: string) => string[]> {
  const { body } = await createMetricsOutput(metricsParts(over)).text();
  return (metric) => linesOf(body, metric);
}

describe('metrics of the mesh', () => {
  it('leaves out every latest value whose own time is more than a day ago, though the node is heard', async () => {
    const old = METRICS_NOW - EXPIRY_MS - 1;
    const values = {
      snr: 5,
      rssi: -80,
      hopsAway: 1,
      latitude: 1,
      longitude: 2,
      altitude: 3,
      precisionBits: 32,
      metrics: { device_voltage: { value: 4, at: old } },
    };
    const times = { directAt: old, newestPacketAt: old, positionAt: old };
    const hot = createMemoryHotState([hotNode(1, { ...values, ...times })]);
    hot.link(hotLink(1, 2, { snrAt: old }));
    const voltage = definition('device_voltage', 'meshtastic_device_voltage_volts');
    const { body } = await createMetricsOutput(metricsParts({ hot, catalog: [voltage] })).text();
    expect(body).not.toMatch(/_(snr|rssi|hops_away|latitude|longitude|altitude|position|voltage)\w*{/);
    expect(body).toMatch(/meshtastic_node_online{node_id="!00000001"} 1/);
    expect(body).toMatch(/meshtastic_link_observations_total{/);
  });

  it('name a node once and carry its id everywhere else', async () => {
    const node = hotNode(0xa1b2c3d4, {
      latitude: 52.5,
      longitude: 13.4,
      precisionBits: 16,
      snr: -3.5,
      rssi: -101,
      hopsAway: 2,
      metrics: { device_battery_level: { value: 57, at: METRICS_NOW } },
    });
    const lines = await scrape({ hot: createMemoryHotState([node]), catalog: [battery] });
    expect(lines('meshtastic_node_info')).toEqual([
      'meshtastic_node_info{node_id="!a1b2c3d4",long_name="Node 2712847316",short_name="N316",hw_model="HELTEC_V3",role="CLIENT",firmware_version="2.7.15",region="EU_868"} 1',
    ]);
    const value = (metric: string) => lines(metric).map((line) => line.slice(metric.length));
    expect(value('meshtastic_device_battery_level_ratio')).toEqual(['{node_id="!a1b2c3d4"} 0.57']);
    expect(value('meshtastic_node_last_heard_timestamp_seconds')).toEqual(['{node_id="!a1b2c3d4"} 1770000000']);
    expect(value('meshtastic_node_latitude_degrees')).toEqual(['{node_id="!a1b2c3d4"} 52.5']);
    expect(value('meshtastic_node_position_precision')).toEqual(['{node_id="!a1b2c3d4"} 16']);
    expect(value('meshtastic_node_snr_decibels')).toEqual(['{node_id="!a1b2c3d4"} -3.5']);
    expect(value('meshtastic_node_rssi_dbm')).toEqual(['{node_id="!a1b2c3d4"} -101']);
    expect(value('meshtastic_node_hops_away')).toEqual(['{node_id="!a1b2c3d4"} 2']);
    expect(value('meshtastic_node_altitude_meters')).toEqual([]); // unknown is not 0
  });

  it('say of a node that has been silent for days who it is and that it is silent, and no more', async () => {
    const hot = createMemoryHotState([
      hotNode(1, { lastHeard: METRICS_NOW - EXPIRY_MS - 1, online: false, state: 'silent', snr: 5, packets: 7 }),
    ]);
    const { body } = await createMetricsOutput(metricsParts({ hot, catalog: [battery] })).text();
    const told = body.split('\n').filter((line) => line.includes('node_id="!00000001"'));
    expect(told.map((line) => line.slice(0, line.indexOf('{')))).toEqual([
      'meshtastic_node_info',
      'meshtastic_node_last_heard_timestamp_seconds',
      'meshtastic_node_online',
      'meshtastic_node_state',
      'meshtastic_node_gateway',
    ]);
    expect(linesOf(body, 'meshtastic_node_online')).toEqual(['meshtastic_node_online{node_id="!00000001"} 0']);
  });

  it('remember when a node came with another key', async () => {
    const hot = createMemoryHotState([hotNode(1), hotNode(2)]);
    const output = createMetricsOutput(metricsParts({ hot }));
    const event = { id: 1, severity: 'warning', title: '', text: '', data: {} } as const;
    output.publish([
      { kind: 'event', event: { ...event, kind: 'key_changed', nodeId: '!00000001', at: METRICS_NOW - 2000 } },
      { kind: 'event', event: { ...event, kind: 'key_changed', nodeId: '!00000001', at: METRICS_NOW - 1000 } },
      { kind: 'event', event: { ...event, kind: 'reboot', nodeId: '!00000002', at: METRICS_NOW } },
    ]);
    const { body } = await output.text();
    expect(linesOf(body, 'meshtastic_node_key_changed_timestamp_seconds')).toEqual([
      `meshtastic_node_key_changed_timestamp_seconds{node_id="!00000001"} ${METRICS_NOW / 1000 - 1}`,
    ]);
  });

  it('let go of gone nodes, old readings, old links and gone gateways by themselves', async () => {
    const old = METRICS_NOW - EXPIRY_MS - 1;
    const gone = METRICS_NOW - NODE_EXPIRY_MS - 1;
    const hot = createMemoryHotState([
      hotNode(1, { metrics: { device_battery_level: { value: 50, at: old } } }),
      hotNode(2, { lastHeard: gone, online: false, state: 'silent' }),
    ]);
    hot.link(hotLink(1, 2));
    hot.link(hotLink(2, 1, { lastSeen: old }));
    hot.gateway(
      { gatewayId: '!00000001', online: true, state: 'online', firstSeen: old, lastSeen: METRICS_NOW },
      -25_200,
    );
    hot.gateway({ gatewayId: '!00000002', online: false, state: 'silent', firstSeen: gone, lastSeen: gone });
    const output = createMetricsOutput(metricsParts({ hot, catalog: [battery] }));
    const { body } = await output.text();
    expect(linesOf(body, 'meshtastic_node_online')).toEqual(['meshtastic_node_online{node_id="!00000001"} 1']);
    expect(linesOf(body, 'meshtastic_device_battery_level_ratio')).toEqual([]);
    expect(linesOf(body, 'meshtastic_link_snr_decibels')).toEqual([
      'meshtastic_link_snr_decibels{from_id="!00000001",to_id="!00000002",kind="direct"} 5',
    ]);
    expect(linesOf(body, 'meshtastic_gateway_online')).toEqual(['meshtastic_gateway_online{node_id="!00000001"} 1']);
    expect(linesOf(body, 'meshtastic_nodes')).toEqual(['meshtastic_nodes 2']);
    expect(linesOf(body, 'meshtastic_nodes_online')).toEqual(['meshtastic_nodes_online 1']);
    expect(linesOf(body, 'meshtastic_nodes_not_exported')).toEqual(['meshtastic_nodes_not_exported 0']);
    expect(linesOf(body, 'meshtastic_gateway_clock_offset_seconds')).toEqual([
      'meshtastic_gateway_clock_offset_seconds{node_id="!00000001"} -25200',
    ]);
    expect(linesOf(body, 'meshtastic_gateways')).toEqual(['meshtastic_gateways 2']);

    hot.forget(1);
    expect(linesOf((await output.text()).body, 'meshtastic_node_online')).toEqual([]);
  });

  it('are bounded in nodes, links and gateways, and say what was left out', async () => {
    const hot = createMemoryHotState(Array.from({ length: 10 }, (_, index) => hotNode(index + 1)));
    for (let num = 1; num < 10; num += 1) {
      hot.link(hotLink(num, num + 1));
      hot.gateway({
        gatewayId: hotNode(num).nodeId,
        online: true,
        state: 'online',
        firstSeen: 1,
        lastSeen: METRICS_NOW - num,
      });
    }
    const lines = await scrape({ hot, maxNodes: 3, maxLinks: 4 });
    expect(lines('meshtastic_node_online')).toHaveLength(3);
    expect(lines('meshtastic_nodes_not_exported')).toEqual(['meshtastic_nodes_not_exported 7']);
    expect(lines('meshtastic_link_snr_decibels')).toHaveLength(4);
    expect(lines('meshtastic_links_not_exported')).toEqual(['meshtastic_links_not_exported 5']);
    expect(lines('meshtastic_links')).toEqual(['meshtastic_links 9']);
    expect(lines('meshtastic_gateway_online').map((line) => line.slice(25, 45))).toEqual(
      ['!00000001', '!00000002', '!00000003'].map((id) => `{node_id="${id}"}`.slice(0, 20)),
    );
  });

  it('never hold personal readings, nor what is not a number', async () => {
    const heart = definition('health_heart_bpm', 'meshtastic_health_heart_beats_per_minute', { personal: true });
    const node = hotNode(1, {
      snr: NaN,
      metrics: {
        health_heart_bpm: { value: 70, at: METRICS_NOW },
        device_battery_level: { value: Infinity, at: METRICS_NOW },
      },
    });
    const output = createMetricsOutput(metricsParts({ hot: createMemoryHotState([node]), catalog: [battery, heart] }));
    const { body } = await output.text();
    expect(body).not.toContain('heart');
    expect(linesOf(body, 'meshtastic_node_snr_decibels')).toEqual([]);
    expect(linesOf(body, 'meshtastic_device_battery_level_ratio')).toEqual([]);
  });

  it('keep the number of series when a node renames itself 50,000 times', async () => {
    const hot = createMemoryHotState();
    const output = createMetricsOutput(metricsParts({ hot, catalog: [battery] }));
    hot.change(1, { longName: 'first' });
    const ofMesh = (body: string) => body.split('\n').filter((line) => line.startsWith('meshtastic_'));
    const before = ofMesh((await output.text()).body).length;
    for (let index = 0; index < 50_000; index += 1) {
      hot.change(1, { longName: `name ${index}`, shortName: `${index}` });
      if (index % 1000 === 0) await output.text();
    }
    const { body } = await output.text();
    expect(ofMesh(body)).toHaveLength(before);
    expect(linesOf(body, 'meshtastic_node_info')).toHaveLength(1);
    expect(body).toContain('name 49999');
  });

  it('have no series for a reading that is unknown', async () => {
    const hot = createMemoryHotState();
    const output = createMetricsOutput(metricsParts({ hot, catalog: [battery] }));
    hot.change(1, { metrics: { device_battery_level: { value: 80, at: METRICS_NOW } } });
    expect(linesOf((await output.text()).body, 'meshtastic_device_battery_level_ratio')).toHaveLength(1);
    hot.change(1, { metrics: { device_battery_level: { value: null, at: METRICS_NOW } } });
    expect(linesOf((await output.text()).body, 'meshtastic_device_battery_level_ratio')).toEqual([]);
  });

  it('refuse a catalog that names two metrics alike', () => {
    expect(() => createMetricsOutput(metricsParts({ catalog: [battery, { ...battery, metric: 'other' }] }))).toThrow(
      'meshtastic_device_battery_level_ratio',
    );
  });
});

describe('metrics of the collector', () => {
  it('read the pipeline, the brokers, the store and the live stream at the time of the scrape', async () => {
    let received = 1;
    const readingProblems = { device_voltage: { above_range: 3 } };
    const parts = metricsParts({
      simulated: true,
      pipeline: () => ({
        ...idlePipeline,
        received,
        rejected: { malformed: 4 },
        blockedSince: METRICS_NOW,
        readingProblems,
      }),
      brokers: () => [broker, { ...broker, name: 'club', state: 'refused', lastMessageAt: null }],
      sizes: () => ({ databaseBytes: 5e6, walBytes: 7e5, freeBytes: 100, maxBytes: 0, diskFreeBytes: 9e9 }),
    });
    const output = createMetricsOutput(parts);
    await output.text();
    received = 2;
    const { body } = await output.text();
    const lines = (name: string) => linesOf(body, `meshobs_collector_${name}`).map((line) => line.slice(18));
    expect(lines('messages_received_total')).toEqual(['messages_received_total 2']);
    expect(lines('messages_rejected_total')).toHaveLength(9);
    expect(lines('messages_rejected_total')).toContain('messages_rejected_total{reason="malformed"} 4');
    expect(lines('packets_dropped_total')).toContain('packets_dropped_total{reason="shed"} 0');
    expect(lines('reading_problems_total')).toEqual([
      'reading_problems_total{metric="device_voltage",fault="clamped"} 0',
      'reading_problems_total{metric="device_voltage",fault="above_range"} 3',
      'reading_problems_total{metric="device_voltage",fault="below_range"} 0',
      'reading_problems_total{metric="device_voltage",fault="not_a_number"} 0',
    ]);
    expect(lines('broker_connected')).toEqual([
      'broker_connected{broker="city"} 1',
      'broker_connected{broker="club"} 0',
    ]);
    expect(lines('broker_last_message_timestamp_seconds')).toHaveLength(1);
    expect(lines('broker_reconnects_total')[0]).toBe('broker_reconnects_total{broker="city"} 3');
    expect(lines('store_blocked')).toEqual(['store_blocked 1']);
    expect(lines('database_wal_bytes')).toEqual(['database_wal_bytes 700000']);
    expect(lines('simulated')).toEqual(['simulated 1']);
    expect(lines('build_info')).toEqual(['build_info{version="0.0.0-test"} 1']);
    expect(lines('state_hit_ratio')).toEqual([]); // nothing was looked up yet
    expect(lines('process_resident_memory_bytes')).toHaveLength(1);
    expect(lines('nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  });

  it('record what the pipeline tells', async () => {
    const { recorder, text } = createMetricsOutput(metricsParts());
    recorder.recordCommit({ seconds: 0.003, size: 120 });
    recorder.recordEndToEnd(0.02);
    const heard = { port: 'TEXT_MESSAGE_APP', channel: 'LongFast', gateway: '!0000000a' } as const;
    recorder.recordPacket({ ...heard, outcome: 'decrypted' });
    recorder.recordPacket({ ...heard, outcome: 'duplicate' });
    recorder.recordPacket({ port: null, outcome: 'undecryptable', channel: 'Secret\u202e "club"' });
    const { body } = await text();
    expect(linesOf(body, 'meshtastic_packets_total')).toEqual([
      'meshtastic_packets_total{port="TEXT_MESSAGE_APP",outcome="decrypted"} 1',
      'meshtastic_packets_total{port="TEXT_MESSAGE_APP",outcome="duplicate"} 1',
      'meshtastic_packets_total{port="unknown",outcome="undecryptable"} 1',
    ]);
    expect(linesOf(body, 'meshtastic_gateway_receptions_total')).toEqual([
      'meshtastic_gateway_receptions_total{node_id="!0000000a"} 2',
    ]);
    expect(linesOf(body, 'meshobs_collector_undecryptable_packets_total')).toEqual([
      'meshobs_collector_undecryptable_packets_total{channel="Secret \\"club\\""} 1',
    ]);
    expect(body).toContain('meshobs_collector_commit_duration_seconds_bucket{le="0.005"} 1');
    expect(body).toContain('meshobs_collector_commit_duration_seconds_bucket{le="0.0025"} 0');
    expect(body).toContain('meshobs_collector_commit_messages_sum 120');
    expect(body).toContain('meshobs_collector_end_to_end_seconds_count 1');
  });

  it('bound what strangers can name: channels, ports, gateways', async () => {
    const { recorder, text } = createMetricsOutput(metricsParts());
    for (let index = 0; index < 5000; index += 1) {
      const gateway = hotNode(index).nodeId as never;
      recorder.recordPacket({ port: `PORT_${index}`, outcome: 'undecryptable', channel: `channel ${index}`, gateway });
    }
    const { body } = await text();
    expect(linesOf(body, 'meshobs_collector_undecryptable_packets_total')).toHaveLength(51);
    expect(body).toContain('meshobs_collector_undecryptable_packets_total{channel="other"} 4950');
    expect(linesOf(body, 'meshtastic_packets_total')).toHaveLength(21);
    expect(linesOf(body, 'meshtastic_gateway_receptions_total')).toHaveLength(1001);
  });
});

describe('scraping', () => {
  it('collects once for everybody who asks at the same time', async () => {
    let scrapes = 0;
    const output = createMetricsOutput(
      metricsParts({
        pipeline: () => {
          scrapes += 1;
          return idlePipeline;
        },
      }),
    );
    const answers = await Promise.all(Array.from({ length: 50 }, () => output.text()));
    expect(scrapes).toBe(1);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    await output.text();
    expect(scrapes).toBe(2);
  });

  it('answers text and JSON at the same time without mixing them', async () => {
    const output = createMetricsOutput(metricsParts({ hot: createMemoryHotState([hotNode(1), hotNode(2)]) }));
    output.recorder.recordCommit({ seconds: 0.1, size: 1 });
    const [{ body, contentType }, json] = await Promise.all([output.text(), output.json()]);
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(linesOf(body, 'meshtastic_node_online')).toHaveLength(2);
    const named = (name: string) => json.metrics.find((metric) => metric.name === name);
    expect(named('meshtastic_node_online')).toMatchObject({
      type: 'gauge',
      samples: [
        { labels: { node_id: '!00000001' }, value: 1 },
        { labels: { node_id: '!00000002' }, value: 1 },
      ],
    });
    expect(named('meshobs_collector_commit_duration_seconds')?.samples).toContainEqual({
      name: 'meshobs_collector_commit_duration_seconds_count',
      labels: {},
      value: 1,
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it('recovers after a scrape that failed', async () => {
    let broken = true;
    const output = createMetricsOutput(
      metricsParts({
        sizes: () => {
          if (broken) throw new Error('no such file');
          return { databaseBytes: 1, walBytes: 0, freeBytes: 0, maxBytes: 0, diskFreeBytes: null };
        },
      }),
    );
    await expect(output.text()).rejects.toThrow('no such file');
    broken = false;
    expect((await output.text()).body).toContain('meshobs_collector_database_bytes 1');
  });
});

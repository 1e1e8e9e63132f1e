import { describe, expect, it } from '@jest/globals';
import { renderCsv } from '../../../../src/outputs/http/csv.js';
import { exampleNode, NOW } from '../../../helpers/http-parts.js';

/** An independent reader of RFC 4180, so that the writer is not its own judge. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const raw = match[1]!;
    row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (match[2] === '\r\n') {
      rows.push(row);
      row = [];
    }
    if (pattern.lastIndex === text.length) return rows;
  }
  throw new Error(`not CSV near ${pattern.lastIndex}`);
}

const records = (text: string) => {
  const [header, ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(header!.map((name, index) => [name, row[index]])));
};

describe('renderCsv', () => {
  it('writes a header also for an empty page', () => {
    expect(renderCsv('telemetry', [])).toBe('nodeId,at,metric,value\r\n');
  });

  it('writes plain values as they are and null as nothing', () => {
    const [node] = records(renderCsv('nodes', [exampleNode()]));
    expect(node).toMatchObject({
      nodeId: '!a1b2c3d4',
      snr: '-3.25',
      online: 'true',
      publicKey: '',
      lastHeard: String(NOW - 1000),
    });
  });

  it('gives every metric of the page its own columns', () => {
    const other = exampleNode('!00000002', { metrics: { environment_temperature: { value: -4.5, at: NOW } } });
    const [first, second] = records(renderCsv('nodes', [exampleNode(), other]));
    expect(first).toMatchObject({ 'metrics.device_battery_level': '87', 'metrics.environment_temperature': '' });
    expect(second).toMatchObject({
      'metrics.device_battery_level': '',
      'metrics.environment_temperature': '-4.5',
      'metrics.environment_temperature.at': String(NOW),
    });
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
    'disarms the formula %j',
    (longName) => {
      const [node] = records(renderCsv('nodes', [exampleNode('!a1b2c3d4', { longName })]));
      expect(node!.longName).toBe(`'${longName}`);
    },
  );

  it('disarms a formula that hides behind a control character', () => {
    const [node] = records(renderCsv('nodes', [exampleNode('!a1b2c3d4', { longName: '\u0000=1+1' })]));
    expect(node!.longName).toBe("'=1+1");
  });

  it('quotes commas, quotes and line breaks', () => {
    const longName = 'a,"b"\r\nc';
    const text = renderCsv('nodes', [exampleNode('!a1b2c3d4', { longName })]);
    expect(text).toContain('"a,""b""\r\nc"');
    expect(records(text)[0]!.longName).toBe(longName);
  });

  it('joins lists of plain values and writes other nested values as JSON', () => {
    const [traceroute] = records(
      renderCsv('traceroutes', [
        {
          fromId: '!00000001',
          toId: '!00000002',
          packetId: 1,
          at: NOW,
          kind: 'reply',
          complete: true,
          route: ['!00000003', '!ffffffff'],
          snrTowards: [1.5, null, -2],
          routeBack: [],
          snrBack: [],
        },
      ]),
    );
    expect(traceroute).toMatchObject({ route: '!00000003;!ffffffff', snrTowards: '1.5;;-2', routeBack: '' });
    const [event] = records(
      renderCsv('events', [
        {
          id: 1,
          at: NOW,
          kind: 'flood',
          severity: 'info',
          nodeId: null,
          title: 't',
          text: '',
          data: { perMinute: 900, by: ['a,b'] },
        },
      ]),
    );
    expect(JSON.parse(event!.data!)).toEqual({ perMinute: 900, by: ['a,b'] });
  });

  it('writes a metric called __proto__ like any other', () => {
    const metrics = JSON.parse('{"__proto__":{"value":1,"at":2}}') as Record<string, { value: number; at: number }>;
    const [node] = records(
      renderCsv('nodes', [exampleNode('!a1b2c3d4', { metrics }), exampleNode('!00000002', { metrics: {} })]),
    );
    expect(node!['metrics.__proto__']).toBe('1');
  });
});

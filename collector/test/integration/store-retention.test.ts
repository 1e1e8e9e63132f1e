import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ingested, NodeNum, TracerouteEvent, UnixMillis } from '../../src/model.js';
import { tablesWithoutRule } from '../../src/store/sqlite/maintenance/retention-rules.js';
import {
  asUndecryptable,
  changesOf,
  DAY_MS,
  GATEWAY,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  position,
  T0,
  telemetry,
  textEvent,
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
beforeEach(() => {
  store = openTestStore({
    retention: { defaultDays: 10, daysByKind: {}, rollupDays: 30, maxBytes: 0, undecryptedMaxBytes: 1e6 },
  });
});
afterEach(() => store.dispose());

const tables = () =>
  store
    .rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ name }) => String(name));
const count = (table: string, where = 'TRUE') => store.value(`SELECT COUNT(*) FROM ${table} WHERE ${where}`);

async function retain(now: number): Promise<void> {
  store.now = now;
  for (let runs = 0; runs < 200; runs++) if (!(await store.maintenance.retain(now as UnixMillis)).limited) return;
  throw new Error('retention does not come to an end');
}

const waypoint = (waypointId: number, expireAt: number | null): Ingested['events'][number] => ({
  type: 'waypoint',
  waypointId,
  name: 'My house',
  description: '',
  icon: '',
  latitude: 1,
  longitude: 1,
  expireAt: expireAt as UnixMillis | null,
  deleted: false,
  lockedTo: null,
});

const traceroute = (origin: NodeNum): TracerouteEvent => ({
  type: 'traceroute',
  kind: 'reply',
  origin,
  target: OTHER,
  requestId: null,
  route: [],
  snrTowards: [5],
  routeBack: [],
  snrBack: [5],
  hops: [],
  complete: true,
});

/** One message of every kind from this node through this gateway, on a channel of its own. */
function everything(at: number, from: number, gateway: number, channel: string): Ingested[] {
  const says = (options: IngestedOptions) =>
    ingested({ at, from, gateway, ...options, packet: { channel, ...options.packet } });
  return [
    says({ events: [nodeInfo('Somebody', { publicKey: 'a1'.repeat(32) })] }),
    says({ events: [position(52.5, 13.4)] }),
    says({ events: [telemetry({ device_battery_level: 50 })] }),
    says({ events: [textEvent('hello')] }),
    says({ events: [waypoint(from, null)] }),
    says({ events: [waypoint(from + 1, at + 4000 * DAY_MS)] }),
    says({ events: [traceroute(from as NodeNum)] }),
    { ...says({ port: null, packet: asUndecryptable }), sealed: Uint8Array.of(1) },
  ];
}

describe('retention of all tables', () => {
  it('has a rule for every table of the schema, or a reason why it needs none', async () => {
    const { deleted } = await store.maintenance.retain(T0);
    const covered = new Set([...Object.keys(deleted), ...Object.keys(tablesWithoutRule)]);
    expect(tables().filter((table) => !covered.has(table))).toEqual([]);
    expect(Object.keys(tablesWithoutRule).filter((table) => !tables().includes(table))).toEqual([]);
  });

  it('leaves nothing of what was heard 400 days ago', async () => {
    const then = T0 - 400 * DAY_MS;
    store.now = then;
    store.commit(...everything(then, NODE, GATEWAY, 'Old channel'));
    store.ingest.recordReadings(then as UnixMillis, { queue_depth: 1 });
    store.ingest.recordSession({
      sessionId: 'old',
      remote: '',
      userAgent: '',
      connectedAt: then as UnixMillis,
      disconnectedAt: then as UnixMillis,
      messages: 0,
      bytes: 0,
      closeCode: 1000,
    });
    store.commit(ingested({ at: then + 2 * HOUR_MS, reception: { gatewayTime: (then + 2 * HOUR_MS) as UnixMillis } }));
    store.writer.exec(`INSERT INTO node_aliases VALUES (7, ${OTHER}, ${OTHER}, ${then}, '{}')`);
    await store.maintenance.rollUp((then + 5 * HOUR_MS) as UnixMillis);
    const filledElsewhere = ['settings', 'rollup_hours'];
    expect(tables().filter((table) => count(table) === 0 && !filledElsewhere.includes(table))).toEqual([]);

    store.now = T0;
    store.commit(ingested({ at: T0, from: OTHER, gateway: OTHER + 1, packet: { channel: 'New channel' } }));
    store.ingest.recordReadings(T0, { queue_depth: 1 });
    await retain(T0 + MINUTE_MS);
    // Clearing a node's place wrote its row again, with its channel: that name goes with all other rows of that day.
    const later = T0 + 12 * DAY_MS;
    store.commit(ingested({ at: later, from: OTHER, gateway: OTHER + 1, packet: { channel: 'New channel' } }));
    await retain(later + MINUTE_MS);
    const left = Object.fromEntries(
      tables()
        .filter((table) => !['metadata', 'metrics', 'collector_metrics'].includes(table))
        .map((table) => [table, count(table)] as const)
        .filter(([, rows]) => rows > 0),
    );
    expect(left).toEqual({
      channels: 1,
      collector_samples: 1,
      gateway_channels: 1,
      gateway_presence: 1,
      gateways: 1,
      hop_trust: 1,
      links: 1,
      listening: 1,
      node_channels: 1,
      node_presence: 2,
      nodes: 2,
      packets: 1,
      receptions: 1,
      receptions_hourly: 1,
      seen_messages: 2,
      topics: 1,
      traffic_minutely: 1,
    });
    expect(store.rows('SELECT name FROM channels')).toEqual([{ name: 'New channel' }]);
    expect(store.rows('PRAGMA foreign_key_check')).toEqual([]);
    expect([...store.ingest.hot.nodes()].map(({ nodeNum }) => nodeNum).sort()).toEqual([OTHER, OTHER + 1].sort());
    expect(store.ingest.hot.gateways()).toHaveLength(1);
  });

  it('knows a name again that it has removed', async () => {
    const then = T0 - 400 * DAY_MS;
    store.now = then;
    store.commit(ingested({ at: then, packet: { channel: 'Club' } }));
    store.commit(ingested({ at: T0, from: OTHER }));
    await retain(T0 + MINUTE_MS);
    expect(count('channels', "name = 'Club'")).toBe(0);
    store.commit(ingested({ at: T0 + 2 * MINUTE_MS, packet: { channel: 'Club' } }));
    expect(count('packets', "channel_id = (SELECT channel_id FROM channels WHERE name = 'Club')")).toBe(1);
    expect(store.rows('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('clears the place and the signal of a node that is still heard, and announces it', async () => {
    const then = T0 - 11 * DAY_MS;
    store.now = then;
    store.commit(
      ingested({ at: then, events: [position(52.5, 13.4)] }),
      ingested({ at: then, events: [nodeInfo('A')] }),
    );
    store.commit(ingested({ at: T0, reception: { hopsAway: 3 } }));
    const before = store.ingest.hot.get(NODE);
    expect(before).toMatchObject({ latitude: 52.5, snr: 5, directAt: then });
    const { changes, deleted } = await store.maintenance.retain((T0 + MINUTE_MS) as UnixMillis);
    expect(deleted.latest_values).toBe(1);
    expect(changesOf(changes, 'node').map(({ patch }) => patch)).toEqual([
      expect.objectContaining({ nodeId: before?.nodeId, latitude: null, longitude: null, positionAt: null, snr: null }),
    ]);
    expect(store.ingest.hot.get(NODE)).toMatchObject({ longName: 'A', latitude: null, rssi: null, lastHeard: T0 });
    expect(count('nodes', 'latitude IS NOT NULL OR direct_at IS NOT NULL')).toBe(0);
  });

  it('keeps nodes, names and gateways within their retention', async () => {
    const then = T0 - 29 * DAY_MS;
    store.now = then;
    store.commit(...everything(then, NODE, GATEWAY, 'Club'));
    store.commit(ingested({ at: T0, from: OTHER }));
    await retain(T0 + MINUTE_MS);
    expect(store.ingest.hot.get(NODE)).toMatchObject({ longName: 'Somebody', channel: 'Club', latitude: null });
    expect(count('gateways')).toBe(1);
    expect(count('node_keys')).toBe(1);
    expect(count('waypoints')).toBe(1);
  });

  it('keeps a node that is heard again while its rows are removed', async () => {
    const then = T0 - 400 * DAY_MS;
    store.now = then;
    store.commit(ingested({ at: then, events: [telemetry({ device_battery_level: 50 })] }));
    store.commit(ingested({ at: T0, from: OTHER }));
    const running = retain(T0 + MINUTE_MS);
    store.commit(ingested({ at: T0 + 1, events: [telemetry({ device_battery_level: 60 })] }));
    await running;
    expect(store.ingest.hot.get(NODE)).toMatchObject({ lastHeard: T0 + 1 });
    expect(count('nodes', `node_num = ${NODE}`)).toBe(1);
  });
});

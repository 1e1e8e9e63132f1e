/**
 * Database files for tests of the read side: the real schema, rows inserted directly, so that what a query answers can
 * be compared with what the test put in. `seedMesh` is a small mesh on both sides of the date line.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { queryRequestSchema, type QueryRequest } from '@mesh-observatory/contract/query';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { MIGRATIONS, migrate, readMigrations } from '../../src/store/sqlite/file/migrate.js';

type Value = number | string | null;

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** 2026-01-03 02:00 UTC. */
export const NOW = Date.UTC(2026, 0, 3, 2);

export const HILL = 0x10000001;
export const LAKE = 0x10000002;
export const SOLO = 0x10000003;
export const FIJI = 0x10000004;
export const WALL = 0x10000005;
export const ANON = 0x10000006;
/** Only ever named by others. */
export const GHOST = 0x1000000f;
export const BROADCAST = 0xffffffff;

export const idOf = (num: number) => `!${num.toString(16).padStart(8, '0')}`;

export const METRICS = {
  device_battery_level: 1,
  device_powered: 2,
  device_voltage: 3,
  device_channel_utilization: 4,
  device_air_util_tx: 5,
  environment_temperature: 6,
  local_stats_num_packets_tx: 7,
} as const;
export type SeedMetric = keyof typeof METRICS;

export interface SeededDatabase {
  readonly path: string;
  readonly db: Database.Database;
  readonly insert: (table: string, row: Record<string, Value>) => void;
  /** Raw sample, and the node's latest value when it is newer. */
  readonly sample: (metric: SeedMetric, node: number, at: number, value: number, packetRow?: number) => void;
  readonly remove: () => void;
}

/** An empty database of the real schema in a folder of its own. */
export function createDatabase(): SeededDatabase {
  const folder = temporaryFolder('read-');
  const path = join(folder.path, 'mesh.db');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  migrate(db, readMigrations(MIGRATIONS));
  const statements = new Map<string, Database.Statement>();
  const insert = (table: string, row: Record<string, Value>) => {
    const names = Object.keys(row);
    const text = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const statement = statements.get(text) ?? db.prepare(text);
    statements.set(text, statement);
    statement.run(...Object.values(row));
  };
  let nextRow = 1_000_000;
  const latest = db.prepare(`INSERT INTO node_metrics (node_num, metric_id, at, value) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, value = excluded.value WHERE excluded.at >= at`);
  return {
    path,
    db,
    insert,
    sample(metric, node, at, value, packetRow = nextRow++) {
      insert('samples', { metric_id: METRICS[metric], node_num: node, at, packet_row: packetRow, value });
      latest.run(node, METRICS[metric], at, value);
    },
    remove() {
      db.close();
      folder.remove();
    },
  };
}

const metricRows: readonly [SeedMetric, string, string, string, string][] = [
  ['device_battery_level', 'device', 'Battery level', 'percent', 'gauge'],
  ['device_powered', 'device', 'External power', 'locale', 'state'],
  ['device_voltage', 'device', 'Battery voltage', 'volt', 'gauge'],
  ['device_channel_utilization', 'device', 'Channel utilization', 'percent', 'gauge'],
  ['device_air_util_tx', 'device', 'Transmit airtime', 'percent', 'gauge'],
  ['environment_temperature', 'environment', 'Temperature', 'celsius', 'gauge'],
  ['local_stats_num_packets_tx', 'local_stats', 'Packets sent', 'locale', 'counter'],
];

export function seedDictionaries({ insert }: SeededDatabase): void {
  for (const [index, name] of ['LongFast', 'Ops', ''].entries()) insert('channels', { channel_id: index + 1, name });
  insert('topics', { topic_id: 1, broker: 'local', topic: 'msh/EU_868/2/e/LongFast/!10000001' });
  insert('topics', { topic_id: 2, broker: 'public', topic: 'msh/ANZ/2/e/Ops/!10000005' });
  for (const [metric, variant, title, unit, kind] of metricRows) {
    const about = { title, description: `${title} of the node`, unit, kind, prometheus_name: `meshtastic_${metric}` };
    insert('metrics', { metric_id: METRICS[metric], metric, variant, ...about });
  }
}

interface SeedPacket {
  readonly row: number;
  readonly from: number;
  readonly at: number;
  readonly port?: [number, string] | null;
  readonly channel?: number;
  readonly status?: string;
  readonly size?: number;
  readonly summary?: string | null;
  readonly to?: number;
  /** gateway, snr, rssi, hops away, own */
  readonly heard: readonly [number, number | null, number | null, number | null, number?][];
}

/** Channel id of packets without a channel name. */
const NO_NAME = 3;

export function seedPacket({ db, insert }: SeededDatabase, packet: SeedPacket): void {
  const {
    row,
    from,
    at,
    port = [67, 'TELEMETRY_APP'],
    channel = 1,
    status = 'decrypted',
    size = 40,
    to = BROADCAST,
  } = packet;
  insert('packets', {
    packet_row: row,
    from_num: from,
    packet_id: 0xabc000 + row,
    to_num: to,
    received_at: at,
    channel_id: channel,
    channel_hash: 8,
    portnum: port?.[0] ?? null,
    port_name: port?.[1] ?? null,
    decode_status: status,
    payload_status: status === 'undecryptable' ? 'none' : 'decoded',
    want_ack: 0,
    want_response: 0,
    size,
    flags: row === 1 ? 'via_mqtt retained' : '',
    summary: packet.summary ?? null,
  });
  if (channel < NO_NAME) {
    db.prepare(
      `INSERT INTO node_channels VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET first_at = MIN(first_at, excluded.first_at), last_at = MAX(last_at, excluded.last_at)`,
    ).run(channel, from, at, at);
  }
  for (const [index, [gateway, snr, rssi, hops, own = 0]] of packet.heard.entries()) {
    insert('receptions', {
      packet_row: row,
      gateway_num: gateway,
      from_num: from,
      received_at: at + index * 100,
      topic_id: gateway === HILL ? 1 : 2,
      kind: 'e',
      snr,
      rssi,
      hop_start: 3,
      hop_limit: hops === null ? null : 3 - hops,
      hops_away: hops,
      own,
    });
    const outcome = index === 0 ? status : 'duplicate';
    db.prepare(
      `INSERT INTO traffic_minutely VALUES (?, ?, ?, ?, ?, 1, ?)
       ON CONFLICT DO UPDATE SET packets = packets + 1, bytes = bytes + excluded.bytes`,
    ).run(at - (at % MINUTE), gateway, channel, port?.[0] ?? -1, outcome, size);
  }
}

function seedNodes({ insert }: SeededDatabase): void {
  const node = (num: number, names: [string, string] | null, more: Record<string, Value>) => {
    const row = {
      node_num: num,
      short_name: names?.[0] ?? null,
      long_name: names?.[1] ?? null,
      first_heard: NOW - 40 * HOUR,
      last_heard: NOW - MINUTE,
      channel_id: 1,
      hw_model: 'HELTEC_V3',
      role: 'CLIENT',
      ...more,
    };
    insert('nodes', row);
    const { channel_id, node_num, first_heard: first_at, last_heard: last_at } = row;
    insert('node_channels', { channel_id, node_num, first_at, last_at });
  };
  const hill = { latitude: 52.5, longitude: 13.4, altitude: 115, precision_bits: 32, position_at: NOW - HOUR };
  node(HILL, ['HILL', 'Hill Router'], {
    ...hill,
    role: 'ROUTER',
    firmware_version: '2.7.15',
    region: 'EU_868',
    packets: 500,
  });
  const lake = { latitude: 52.6, longitude: 13.5, precision_bits: 13, position_at: NOW - 2 * HOUR };
  node(LAKE, ['LAKE', 'Lake 100% _solar_'], {
    ...lake,
    last_heard: NOW - 2 * MINUTE,
    snr: -3.5,
    rssi: -101,
    direct_at: NOW - 2 * MINUTE,
    newest_at: NOW - 2 * MINUTE,
    hops_away: 0,
  });
  node(SOLO, ['SOLO', 'Solo Walker'], { last_heard: NOW - 30 * HOUR, online: 0, hw_model: 'TBEAM', hops_away: 2 });
  const fiji = { latitude: -17, longitude: 179.9, position_at: NOW - 3 * HOUR, region: 'ANZ' };
  node(FIJI, ['FIJI', 'Fiji Tracker'], { ...fiji, role: 'TRACKER', channel_id: 2, last_heard: NOW - 3 * MINUTE });
  const wall = { latitude: -17.5, longitude: -179.8, position_at: NOW - 4 * HOUR, region: 'ANZ' };
  node(WALL, ['WALL', 'Wallis Gate'], { ...wall, channel_id: 2, last_heard: NOW - 4 * MINUTE });
  node(ANON, null, { last_heard: NOW - 5 * MINUTE, hw_model: null, role: null });
  insert('gateways', { gateway_num: HILL, first_seen: NOW - 40 * HOUR, last_seen: NOW - MINUTE, receptions: 6 });
  insert('gateways', {
    gateway_num: WALL,
    first_seen: NOW - 40 * HOUR,
    last_seen: NOW - 9 * HOUR,
    online: 0,
    receptions: 3,
  });
  insert('gateway_channels', { gateway_num: HILL, topic_id: 1, channel_id: 1, last_seen: NOW - MINUTE });
  insert('gateway_channels', { gateway_num: WALL, topic_id: 2, channel_id: 2, last_seen: NOW - 9 * HOUR });
}

function seedPackets(database: SeededDatabase): void {
  const packet = (
    row: number,
    from: number,
    minutesAgo: number,
    heard: SeedPacket['heard'],
    more: Partial<SeedPacket> = {},
  ) => seedPacket(database, { row, from, at: NOW - minutesAgo * MINUTE, heard, ...more });
  const text: [number, string] = [1, 'TEXT_MESSAGE_APP'];
  packet(1, LAKE, 50, [[HILL, -3.5, -101, 0]], { port: text, summary: 'good morning', size: 20 });
  packet(2, LAKE, 40, [[HILL, -4, -102, 0], [WALL, -12, -120, 2]]); // prettier-ignore
  packet(3, FIJI, 30, [[WALL, 6, -80, 0]], { channel: 2, port: text, summary: '100% charged' });
  packet(4, ANON, 20, [[HILL, -16, -125, 3]], { status: 'undecryptable', port: null, channel: 3, size: 60 });
  packet(5, HILL, 10, [[HILL, null, null, 0, 1], [WALL, -9, -110, 1]]); // prettier-ignore
  packet(6, FIJI, 5, [[HILL, -10, -111, 3]], { channel: 2 });
  packet(7, LAKE, 35, [[HILL, -3, -100, 0]], { port: [70, 'TRACEROUTE_APP'], to: FIJI });
  packet(8, SOLO, 30 * 60, [[HILL, 2, -90, 1]]);
}

function seedConversations({ insert }: SeededDatabase): void {
  const message = (
    row: number,
    from: number,
    minutesAgo: number,
    channel: number,
    text: string | null,
    kind = 'text',
  ) =>
    insert('messages', {
      packet_row: row,
      at: NOW - minutesAgo * MINUTE,
      from_num: from,
      to_num: BROADCAST,
      packet_id: 0xabc000 + row,
      channel_id: channel,
      kind,
      text,
      emoji: 0,
    });
  message(1, LAKE, 50, 1, 'good morning');
  message(3, FIJI, 30, 2, '100% charged', 'alert');
  message(9, FIJI, 29, 2, null);
  insert('traceroutes', {
    packet_row: 7,
    at: NOW - 35 * MINUTE,
    packet_id: 0xabc007,
    origin_num: FIJI,
    target_num: LAKE,
    kind: 'reply',
    complete: 1,
    route: JSON.stringify([WALL, BROADCAST]),
    snr_towards: JSON.stringify([6, null, -7.25]),
    route_back: JSON.stringify([HILL]),
    snr_back: JSON.stringify([-3]),
  });
  insert('traceroutes', {
    packet_row: 10,
    at: NOW - 36 * MINUTE,
    packet_id: 0xabc00a,
    origin_num: FIJI,
    target_num: LAKE,
    kind: 'request',
    complete: 0,
    route: JSON.stringify([WALL]),
    snr_towards: JSON.stringify([6]),
    route_back: '[]',
    snr_back: '[]',
  });
}

function seedLinks({ insert }: SeededDatabase): void {
  const link = (from: number, to: number, kind: string, snr: number | null, count: number, minutesAgo: number) =>
    insert('links', {
      from_num: from,
      to_num: to,
      kind,
      snr,
      snr_avg: snr,
      rssi: kind === 'direct' ? -100 : null,
      count,
      first_seen: NOW - 40 * HOUR,
      last_seen: NOW - minutesAgo * MINUTE,
      snr_at: NOW - minutesAgo * MINUTE,
    });
  link(LAKE, HILL, 'direct', -3.5, 100, 35);
  link(LAKE, HILL, 'neighbor', -5, 4, 60);
  link(FIJI, WALL, 'direct', 6, 10, 30);
  link(GHOST, LAKE, 'neighbor', null, 1, 61);
  link(SOLO, HILL, 'direct', -18, 7, 30 * 60);
}

function seedHappenings({ insert }: SeededDatabase): void {
  const event = (id: number, minutesAgo: number, kind: string, severity: string, node: number | null, title: string) =>
    insert('events', {
      event_id: id,
      at: NOW - minutesAgo * MINUTE,
      kind,
      severity,
      node_num: node,
      title,
      text: `${title}.`,
      data: '{"was":1}',
    });
  event(1, 40 * 60, 'node_new', 'info', HILL, 'New node HILL');
  event(2, 25 * 60, 'node_silent', 'warning', SOLO, 'SOLO went silent');
  event(3, 9 * 60, 'gateway_down', 'critical', WALL, 'Gateway WALL is down');
  const waypoint = (id: number, expireAt: number | null, name: string) =>
    insert('waypoints', {
      waypoint_id: id,
      from_num: LAKE,
      channel_id: 1,
      name,
      description: 'by the shore',
      icon: '⛺',
      latitude: 52.61,
      longitude: 13.51,
      expire_at: expireAt,
      at: NOW - id * HOUR,
    });
  waypoint(1, null, 'Camp');
  waypoint(2, NOW - 1, 'Gone');
  waypoint(3, NOW + HOUR, 'Meeting');
  insert('sessions', {
    session_id: 'a',
    remote: '::1',
    user_agent: 'test',
    connected_at: NOW - HOUR,
    messages: 5,
    bytes: 500,
  });
  insert('sessions', {
    session_id: 'b',
    remote: '::1',
    user_agent: 'test',
    connected_at: NOW - HOUR,
    disconnected_at: NOW,
    messages: 7,
    bytes: 700,
  });
}

function seedMeasurements(database: SeededDatabase): void {
  const { insert, sample } = database;
  for (const [minutesAgo, level] of [
    [55, 90],
    [35, 88],
    [15, 86],
  ] as const) {
    sample('device_battery_level', HILL, NOW - minutesAgo * MINUTE, level);
    sample('device_channel_utilization', HILL, NOW - minutesAgo * MINUTE, level - 60);
  }
  sample('device_voltage', HILL, NOW - 15 * MINUTE, 4.1);
  sample('device_powered', HILL, NOW - 15 * MINUTE, 0);
  sample('device_battery_level', LAKE, NOW - 10 * HOUR, 12);
  sample('device_powered', LAKE, NOW - 45 * MINUTE, 1);
  sample('device_channel_utilization', LAKE, NOW - 45 * MINUTE, 10);
  sample('device_air_util_tx', LAKE, NOW - 45 * MINUTE, 1.5);
  sample('device_battery_level', SOLO, NOW - 30 * HOUR, 15);
  sample('device_battery_level', FIJI, NOW - 20 * MINUTE, 9);
  sample('environment_temperature', FIJI, NOW - 20 * MINUTE, 27.5);
  sample('local_stats_num_packets_tx', HILL, NOW - 50 * MINUTE, 100);
  sample('local_stats_num_packets_tx', HILL, NOW - 45 * MINUTE, 130);
  const position = (
    node: number,
    minutesAgo: number,
    latitude: number,
    longitude: number,
    more: Record<string, Value> = {},
  ) =>
    insert('positions', {
      node_num: node,
      at: NOW - minutesAgo * MINUTE,
      packet_row: 2000 + minutesAgo,
      packet_id: 7000 + minutesAgo,
      latitude,
      longitude,
      source: 'protobuf',
      ...more,
    });
  position(HILL, 60, 52.5, 13.4, { altitude: 115, precision_bits: 32 });
  position(LAKE, 120, 52.6, 13.5);
  position(FIJI, 200, -17.1, 179.7, { ground_speed: 12, ground_track: 90 });
  position(FIJI, 190, -17.05, 179.95);
  position(FIJI, 180, -17, -179.95);
}

function seedOwnHistory({ insert }: SeededDatabase): void {
  const readings = { queue_depth: [3, 0, 12], received_per_second: [1.5, 2, 0.25] };
  for (const [index, [metric, values]] of Object.entries(readings).entries()) {
    insert('collector_metrics', { metric_id: index + 1, metric });
    for (const [minutesAgo, value] of values.entries()) {
      insert('collector_samples', { at: NOW - (minutesAgo + 1) * MINUTE, metric_id: index + 1, value });
    }
  }
}

/** The mesh the tests and the golden frames are about. */
export function seedMesh(database: SeededDatabase): void {
  database.db.transaction(() => {
    seedDictionaries(database);
    seedNodes(database);
    seedPackets(database);
    seedConversations(database);
    seedLinks(database);
    seedHappenings(database);
    seedMeasurements(database);
    seedOwnHistory(database);
  })();
}

/** Queries of these types take metrics of their own, not those of the telemetry catalog. */
const ownMetrics: Readonly<Record<string, string>> = { collector: 'queue_depth', signal: 'snr' };

/** A metric that queries of the type take: `usual` where they take any. */
export const metricFor = (queryType: string, usual: string) => ownMetrics[queryType] ?? usual;

/** A request as HTTP would hand it over. Default range: the last hour. */
export function requestOf(...queries: Record<string, unknown>[]): QueryRequest {
  return queryRequestSchema.parse({
    from: NOW - HOUR,
    to: NOW,
    queries: queries.map((query, index) => ({ refId: String.fromCharCode(65 + index), ...query })),
  });
}

/** Measures how fast alert rules and analyses are answered for a large mesh: `npm run bench -w collector -- queries 2000`. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { derivedMetrics } from '@mesh-observatory/contract/derived-metrics';
import { queryRequestSchema } from '@mesh-observatory/contract/query';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { MIGRATIONS, migrate, readMigrations } from '../src/store/sqlite/file/migrate.js';
import { createReadStore } from '../src/store/sqlite/read/store.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 7;
const NEIGHBORS = 8;
const PACKETS_PER_HOUR = 3;
const NOW = Date.UTC(2026, 0, 8);
const START = NOW - DAYS * DAY_MS;

type Db = Database.Database;

function fillNodes(db: Db, nodes: number): void {
  const node =
    db.prepare(`INSERT INTO nodes (node_num, long_name, short_name, role, public_key, first_heard, last_heard,
    online, channel_id, packets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 1)`);
  const latest = db.prepare('INSERT INTO node_metrics VALUES (?, ?, ?, ?)');
  for (let num = 1; num <= nodes; num++) {
    const key = num.toString(16).padStart(64, '7');
    const role = num % 20 === 0 ? 'ROUTER' : 'CLIENT';
    node.run(num, `Node number ${num}`, `N${num}`, role, key, START, NOW - (num % 90) * MINUTE_MS, num % 10 ? 1 : 0);
    for (let metric = 1; metric <= 20; metric++) latest.run(num, metric, NOW - (num % 90) * MINUTE_MS, 50);
  }
}

/** Half-hourly battery and power, of which the last two days are raw and all is rolled up. */
function fillSamples(db: Db, nodes: number): void {
  const raw = db.prepare('INSERT INTO samples VALUES (?, ?, ?, ?, ?)');
  const hourly = db.prepare('INSERT INTO samples_hourly VALUES (?, ?, ?, 2, ?, ?, ?, ?)');
  const rolledUp = NOW - 3 * HOUR_MS;
  let row = 0;
  for (let num = 1; num <= nodes; num++) {
    for (let at = START; at < NOW; at += HOUR_MS) {
      const level = 100 - ((at - START) / DAY_MS) * 8;
      for (const half of [0, HOUR_MS / 2]) raw.run(1, num, at + half, ++row, level);
      for (const half of [0, HOUR_MS / 2]) raw.run(2, num, at + half, ++row, 0);
      if (at >= rolledUp) continue;
      hourly.run(1, num, at, level, level, 2 * level, level);
      hourly.run(2, num, at, 0, 0, 0, 0);
    }
  }
  db.prepare(`INSERT INTO metadata VALUES ('rolled_up_until', ?)`).run(String(rolledUp));
}

function fillTraffic(db: Db, nodes: number): void {
  const packet = db.prepare(`INSERT INTO packets (packet_row, from_num, packet_id, to_num, received_at, channel_id,
    channel_hash, portnum, port_name, decode_status, payload_status, want_ack, want_response, size)
    VALUES (?, ?, ?, 4294967295, ?, ?, 8, ?, 'TELEMETRY_APP', ?, 'decoded', 0, 0, 40)`);
  const position = db.prepare(`INSERT INTO positions (node_num, at, packet_row, packet_id, latitude, longitude,
    precision_bits, source) VALUES (?, ?, ?, ?, 52, 13, ?, 'protobuf')`);
  const counted = db.prepare('INSERT INTO traffic_minutely VALUES (?, ?, ?, ?, ?, ?, 2000)');
  const event = db.prepare(`INSERT INTO events (at, kind, severity, node_num, title, text, data)
    VALUES (?, ?, 'info', ?, 't', 't', '{}')`);
  const perHour = nodes * PACKETS_PER_HOUR;
  let row = 0;
  for (let at = START; at < NOW; at += HOUR_MS) {
    for (let index = 0; index < perHour; index++) {
      const [num, time] = [(index % nodes) + 1, at + Math.floor((index * HOUR_MS) / perHour)];
      const status = index % 9 === 0 ? 'undecryptable' : 'decrypted';
      packet.run(++row, num, row, time, (index % 7) + 1, index % 4 === 0 ? 3 : 67, status);
      if (index % 4 === 0) position.run(num, time, row, row, index % 50 === 0 ? 32 : 13);
      if (index % 15 === 0) event.run(time, index % 45 === 0 ? 'reboot' : 'node_back', num);
    }
    for (let minute = 0; minute < 60; minute++)
      for (let gateway = 1; gateway <= 20; gateway++)
        for (const outcome of ['decrypted', 'duplicate', 'undecryptable'])
          counted.run(at + minute * MINUTE_MS, gateway, (gateway % 7) + 1, 67, outcome, 3);
  }
}

function fillLinks(db: Db, nodes: number): void {
  const link =
    db.prepare(`INSERT OR IGNORE INTO links (from_num, to_num, kind, snr, snr_avg, count, first_seen, last_seen)
    VALUES (?, ?, ?, ?, 1, 10, ?, ?)`);
  for (let num = 1; num <= nodes; num++) {
    for (let step = 1; step <= NEIGHBORS; step++) {
      const other = ((num * step * 31) % nodes) + 1;
      if (other !== num)
        link.run(num, other, step % 2 ? 'direct' : 'neighbor', (step % 20) - 10, START, NOW - step * HOUR_MS);
    }
  }
  const gateway = db.prepare('INSERT INTO gateways VALUES (?, ?, ?, 1, 1)');
  for (let num = 1; num <= 20; num++) gateway.run(num, START, NOW);
}

function fill(db: Db, nodes: number): void {
  db.pragma('journal_mode = WAL');
  migrate(db, readMigrations(MIGRATIONS));
  db.transaction(() => {
    for (let id = 1; id <= 7; id++) db.prepare('INSERT INTO channels VALUES (?, ?)').run(id, `Channel${id}`);
    const metric = db.prepare(`INSERT INTO metrics VALUES (?, ?, 'device', 't', 'd', 'short', 'gauge', 'p')`);
    const names = ['device_battery_level', 'device_powered', 'device_channel_utilization'];
    for (let id = 1; id <= 20; id++) metric.run(id, names[id - 1] ?? `device_${id}`);
    fillNodes(db, nodes);
    fillSamples(db, nodes);
    fillTraffic(db, nodes);
    fillLinks(db, nodes);
    db.exec(
      `INSERT INTO node_channels SELECT channel_id, from_num, MIN(received_at), MAX(received_at) FROM packets GROUP BY 1, 2`,
    );
  })();
}

export async function runQueries(nodes: number): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const { path: folder, remove } = temporaryFolder('bench-');
  const path = join(folder, 'mesh.db');
  try {
    const db = new Database(path);
    fill(db, nodes);
    db.close();
    const store = createReadStore({ path, threads: 0, now: () => NOW, defaultDeadlineMs: 60_000 });
    const measure = async (
      query: {
        readonly queryType: string;
        readonly metrics?: readonly string[];
        readonly channels?: readonly string[];
      },
      hours: number,
    ) => {
      const request = queryRequestSchema.parse({
        from: NOW - hours * HOUR_MS,
        to: NOW,
        queries: [{ refId: 'A', ...query }],
      });
      const times: number[] = [];
      let rows = 0;
      for (let run = 0; run < 4; run++) {
        const before = performance.now();
        const { results } = await store.query(request);
        times.push(performance.now() - before);
        if (results.A?.error !== undefined) throw new Error(results.A.error);
        rows = results.A?.frames[0]?.data.values[0]?.length ?? 0;
      }
      const name = `${query.queryType} ${query.metrics?.join() ?? ''} ${query.channels?.join() ?? ''}`;
      print(
        `${name.padEnd(46)} ${String(hours).padStart(4)} h  ${(times[0] ?? 0).toFixed(0).padStart(6)} ms first, ${Math.min(
          ...times.slice(1),
        )
          .toFixed(0)
          .padStart(6)} ms then  ${rows} rows`,
      );
    };
    const values = [
      ...Object.keys(derivedMetrics).filter((name) => !name.startsWith('collector_')),
      'device_battery_level',
      'device_channel_utilization',
    ];
    for (const hours of [1, 24, 7 * 24])
      for (const metric of values) await measure({ queryType: 'values', metrics: [metric] }, hours);
    for (const queryType of ['channels', 'linkpairs', 'cutpoints', 'findings'])
      for (const hours of [24, 7 * 24]) await measure({ queryType }, hours);
    const byNode = ['nodes', 'positions', 'nodegraph', 'links', 'cutpoints', 'events', 'gateways'];
    for (const queryType of byNode)
      for (const hours of [1, 7 * 24]) {
        await measure({ queryType }, hours);
        await measure({ queryType, channels: ['Channel3'] }, hours);
      }
    for (const channels of [[], ['Channel3']])
      for (const hours of [24, 7 * 24]) {
        await measure({ queryType: 'values', metrics: ['device_battery_level'], channels }, hours);
        await measure({ queryType: 'timeseries', metrics: ['device_battery_level'], channels }, hours);
      }
    await store.close();
  } finally {
    remove();
  }
}

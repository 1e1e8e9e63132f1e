import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { forget } from '../../src/app/forget-command.js';
import { loadConfig } from '../../src/config/config.js';
import { FatalError } from '../../src/errors.js';
import { BROADCAST, type Ingested, type NodeNum, type TracerouteEvent } from '../../src/model.js';
import { forgetNodes, tablesWithNodes, tablesWithoutNodes } from '../../src/store/sqlite/file/forget.js';
import {
  asUndecryptable,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
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

const ID = '!11aa22bb';
const NAME = 'Somebody at home';
const KEY = 'a1'.repeat(32);

let store: TestStore;
beforeEach(() => {
  store = openTestStore({
    retention: { defaultDays: 30, daysByKind: {}, rollupDays: 365, maxBytes: 0, undecryptedMaxBytes: 1e6 },
  });
});
afterEach(() => store.dispose());

const route = (origin: number, target: number, nodes: readonly number[]): TracerouteEvent => ({
  type: 'traceroute',
  kind: 'reply',
  origin: origin as NodeNum,
  target: target as NodeNum,
  requestId: null,
  route: nodes as NodeNum[],
  snrTowards: nodes.map(() => 5),
  routeBack: nodes as NodeNum[],
  snrBack: nodes.map(() => 5),
  hops: [],
  complete: true,
});

const waypoint = (waypointId: number, lockedTo: number | null) => ({
  type: 'waypoint' as const,
  waypointId,
  name: 'House',
  description: '',
  icon: '',
  latitude: 1,
  longitude: 1,
  expireAt: null,
  deleted: false,
  lockedTo: lockedTo as NodeNum | null,
});

const sealed = (options: IngestedOptions): Ingested => ({
  ...ingested({ port: null, ...options, packet: asUndecryptable }),
  sealed: Buffer.from(`from ${ID}`),
});

/** A mesh in which this node takes every part a node can have. */
async function fill(): Promise<void> {
  store.commit(
    ingested({ events: [nodeInfo(NAME, { publicKey: KEY })] }),
    ingested({ from: OTHER, events: [nodeInfo('Other', { publicKey: KEY })] }),
    ingested({ events: [position(52.5201, 13.4051)] }),
    ingested({ events: [telemetry({ device_battery_level: 50 })] }),
    ingested({ events: [textEvent('my words')] }),
    ingested({ from: OTHER, to: NODE, events: [textEvent('to you')] }),
    ingested({ events: [waypoint(1, null)] }),
    ingested({ from: OTHER, events: [waypoint(2, NODE)] }),
    ingested({ events: [route(OTHER, NODE, [])] }),
    ingested({ from: OTHER, events: [route(GATEWAY, OTHER, [GATEWAY_2, NODE])] }),
    ingested({ from: OTHER, gateway: NODE, events: [nodeInfo('Other', { publicKey: 'b2'.repeat(32) })] }),
    ingested({ from: OTHER, gateway: NODE, events: [textEvent('heard by you alone')] }),
    ingested({ at: T0 + 2 * HOUR_MS, from: OTHER }),
    sealed({ from: NODE }),
    sealed({ from: OTHER, to: NODE }),
    sealed({ from: OTHER, gateway: NODE }),
  );
  await store.maintenance.rollUp((T0 + 3 * HOUR_MS) as typeof T0);
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

function columns(db: Database.Database): Column[] {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  return tables.flatMap((table) =>
    (db.pragma(`table_info(${table})`) as { name: string; type: string }[]).map(({ name, type }) => ({
      table,
      name,
      type,
    })),
  );
}

/** Columns in which the number or the id of the node occurs, as `table.column`. */
function traces(path: string): string[] {
  const db = new Database(path, { readonly: true });
  const found = columns(db).filter(({ table, name, type }) => {
    const where = type === 'TEXT' ? `${name} LIKE '%${ID}%' OR ${name} LIKE '%${NODE}%'` : `${name} = ${NODE}`;
    return db.prepare(`SELECT 1 FROM ${table} WHERE ${where} LIMIT 1`).get() !== undefined;
  });
  db.close();
  return found.map(({ table, name }) => `${table}.${name}`);
}

/** Text that others wrote; and a number that is no node's. */
const OTHERS_WORDS = new Set(['messages.text', 'waypoints.name', 'waypoints.description', 'waypoints.icon']);
const isNodeColumn = ({ name }: Column) => name.endsWith('_num') || name === 'locked_to';

/** Puts the node into a row of others in every column that can name a node. */
function plantCanaries(path: string): string[] {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  const planted = columns(db).flatMap((column) => {
    const { table, name, type } = column;
    if (!tablesWithNodes.has(table) || OTHERS_WORDS.has(`${table}.${name}`)) return [];
    if (isNodeColumn(column)) {
      db.prepare(`UPDATE OR IGNORE ${table} SET ${name} = ? WHERE ${name} <> ? OR ${name} IS NULL LIMIT 1`).run(
        NODE,
        NODE,
      );
      return [`${table}.${name}`];
    }
    if (type !== 'TEXT' || !['title', 'text', 'summary', 'topic'].includes(name)) return [];
    db.prepare(`UPDATE OR IGNORE ${table} SET ${name} = ${name} || ? LIMIT 1`).run(` ${ID}`);
    return [`${table}.${name}`];
  });
  db.close();
  return planted;
}

const fileHolds = (text: string) =>
  [store.path, `${store.path}-wal`].some((path) => existsSync(path) && readFileSync(path).includes(text));

describe('forgetNodes', () => {
  it('knows every table of the schema: what it removes there, or why there is nothing', () => {
    const tables = new Set(columns(store.writer).map(({ table }) => table));
    expect([...tables].filter((table) => !tablesWithNodes.has(table) && !(table in tablesWithoutNodes))).toEqual([]);
    expect(Object.keys(tablesWithoutNodes).filter((table) => !tables.has(table))).toEqual([]);
  });

  it('leaves no trace of the node in any column of any table, nor in the bytes of the file', async () => {
    await fill();
    await store.close();
    expect(traces(store.path).length).toBeGreaterThan(20);
    expect(fileHolds(NAME)).toBe(true);
    const [forgotten] = forgetNodes(store.path, [NODE]);
    expect(forgotten?.removed).toMatchObject({
      nodes: 1,
      positions: 1,
      positions_hourly: 1,
      node_keys: 1,
      waypoints: 1,
      undecrypted_messages: 3,
    });
    expect(forgotten?.changed).toMatchObject({ traceroutes: 2, waypoints: 1 });
    expect(traces(store.path)).toEqual([]);
    for (const text of [NAME, 'my words', ID]) expect([text, fileHolds(text)]).toEqual([text, false]);
  });

  it('leaves no trace where others name the node, whatever column it is', async () => {
    await fill();
    await store.close();
    const planted = plantCanaries(store.path);
    expect(planted.length).toBeGreaterThan(25);
    forgetNodes(store.path, [NODE]);
    expect(traces(store.path)).toEqual([]);
  });

  it('keeps the others, with an unknown node in their routes, and a database that is intact', async () => {
    await fill();
    await store.close();
    forgetNodes(store.path, [NODE]);
    store = await store.reopen();
    expect(store.ingest.hot.get(NODE)).toBeUndefined();
    expect(store.ingest.hot.get(OTHER)).toMatchObject({ longName: 'Other', lastGatewayId: '!0badcafe' });
    expect(store.rows('SELECT route FROM traceroutes')).toEqual([{ route: JSON.stringify([GATEWAY_2, BROADCAST]) }]);
    expect(store.rows('SELECT text FROM messages')).toEqual([{ text: 'heard by you alone' }]);
    expect(store.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(store.rows('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('changes nothing when it is run again, or for a node that was never heard', async () => {
    await fill();
    await store.close();
    forgetNodes(store.path, [NODE]);
    expect(forgetNodes(store.path, [NODE, 0x7777 as NodeNum])).toEqual([
      { nodeId: ID, removed: {}, changed: {} },
      { nodeId: '!00007777', removed: {}, changed: {} },
    ]);
  });
});

describe('the command forget', () => {
  const run = (...args: string[]) => {
    const lines: string[] = [];
    const configuration = () => loadConfig({ DATABASE_PATH: store.path, MQTT_BROKER: 'host' }, () => '');
    forget(args, configuration, (line) => lines.push(line));
    return lines.join('\n');
  };
  const failure = (...args: string[]) => {
    try {
      run(...args);
    } catch (error) {
      if (error instanceof FatalError) return { exitCode: error.exitCode, message: error.message };
    }
    throw new Error('no FatalError');
  };

  it('takes ids and numbers, says what it removed, and names the copies that it does not touch', async () => {
    await fill();
    await store.close();
    const backups = join(store.folder, 'backups');
    mkdirSync(backups);
    writeFileSync(join(backups, 'mesh-20260101T000000Z.db'), '');
    writeFileSync(`${store.path}.before-v2-20260101T000000Z`, '');
    const said = run(ID, String(OTHER));
    expect(said).toContain(`${ID}: removed receptions`);
    expect(said).toContain('!33cc44dd: removed');
    expect(said).toContain('mesh-20260101T000000Z.db');
    expect(said).toContain('mesh.db.before-v2-20260101T000000Z');
    expect(run(ID)).toContain(`${ID}: nothing is stored`);
  });

  it('ends with code 69 while the collector is running, and says to stop it', async () => {
    await fill();
    const { exitCode, message } = failure(ID);
    expect(exitCode).toBe(69);
    expect(message).toContain('stop it, run forget');
    expect(store.ingest.hot.get(NODE)?.longName).toBe(NAME);
  });

  it('ends with code 64 for what is no node, naming all of it, and for a database that does not exist', async () => {
    await store.close();
    const { exitCode, message } = failure('!xyz', '0', '4294967295', ID);
    expect(exitCode).toBe(64);
    expect(message).toBe('"!xyz" is not a node; "0" is not a node; "4294967295" is not a node');
    expect(failure().exitCode).toBe(64);
    const missing = () => loadConfig({ DATABASE_PATH: join(store.folder, 'none.db') }, () => '');
    expect(() => forget([ID], missing, () => undefined)).toThrow('There is no database');
  });
});

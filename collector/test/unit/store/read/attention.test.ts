import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import {
  ANON,
  FIJI,
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  SOLO,
  WALL,
  createDatabase,
  idOf,
  requestOf,
  seedDictionaries,
  seedMesh,
  seedPacket,
  type SeededDatabase,
} from '../../../helpers/seeded-database.js';

const WELL: CollectorHealth = {
  ...{ queueRatio: 0, lagSeconds: 0, storeBlocked: false, databaseRatio: 0.1, diskRatio: 0.1 },
  ...{ lastMessageAgeSeconds: 1, meshSilentSeconds: 0, brokers: [{ name: 'home', connected: true }] },
  ...{ rejectedPerMinute: 0, droppedPerMinute: 0, backups: null },
};

let database: SeededDatabase;
let store: ReadStore;
let health: CollectorHealth | undefined;

beforeEach(() => {
  health = WELL;
  database = createDatabase();
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW, health: () => health });
});

afterEach(async () => {
  await store.close();
  database.remove();
});

async function rows(query: Record<string, unknown> = {}): Promise<Record<string, unknown>[]> {
  const { results } = await store.query(requestOf({ queryType: 'attention', ...query }));
  const [frame] = results.A!.frames;
  const { schema, data } = frame!;
  return data.values[0]!.map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]![row]])),
  );
}

/** `level: subject: detail` of every row. */
const lines = async (query?: Record<string, unknown>) =>
  (await rows(query)).map(({ level, subject, detail }) => `${String(level)}: ${String(subject)}: ${String(detail)}`);

/** The seeded mesh without its faults. */
function heal(): void {
  database.db.exec(`
    UPDATE nodes SET online = 1, last_heard = ${NOW - MINUTE};
    UPDATE gateways SET online = 1, last_seen = ${NOW - MINUTE};
    UPDATE node_metrics SET value = 80 WHERE metric_id = 1;
    UPDATE node_metrics SET value = 5 WHERE metric_id = 4;`);
}

function addNode(num: number, name: string, more: Record<string, number | string | null> = {}): void {
  database.insert('nodes', {
    ...{ node_num: num, long_name: name, short_name: name.slice(0, 4), role: 'CLIENT' },
    ...{ first_heard: NOW - 40 * HOUR, last_heard: NOW - MINUTE, online: 1 },
    ...more,
  });
}

describe('what needs attention', () => {
  beforeEach(() => seedMesh(database));

  it('is named with its reason, the most urgent first', async () => {
    expect(await lines()).toEqual([
      'critical: Wallis Gate: Silent for 9 h',
      'critical: Fiji Tracker: Battery at 9 %, no forecast',
      'warning: Solo Walker: Silent for 1 d 6 h; its battery was at 15 %',
      'info: Hill Router: Hears the channel in use 26 % of the time',
    ]);
  });

  it('leads to the page of the node or of the gateway', async () => {
    const [gateway, battery] = await rows();
    expect(gateway).toMatchObject({ page: 'mesh-gateways', nodeChoice: '$__all', gatewayChoice: idOf(WALL) });
    expect(battery).toMatchObject({ page: 'mesh-node', nodeChoice: idOf(FIJI), gatewayChoice: '$__all' });
    expect(gateway).toMatchObject({ since: NOW - 9 * HOUR, nodeId: idOf(WALL) });
  });

  it('is about now, whatever the range', async () => {
    const { results } = await store.query({ ...requestOf({ queryType: 'attention' }), from: 1, to: 2 });
    expect(results.A!.frames[0]!.data.values[0]).toHaveLength(4);
  });

  it('follows the choice of nodes', async () => {
    expect(await lines({ nodes: [idOf(SOLO)] })).toEqual([
      'warning: Solo Walker: Silent for 1 d 6 h; its battery was at 15 %',
    ]);
  });

  it('counts silent nodes behind a silent gateway with the gateway', async () => {
    for (const num of [LAKE, ANON]) {
      database.db.exec(`UPDATE nodes SET online = 0, last_gateway_num = ${WALL} WHERE node_num = ${num}`);
    }
    const found = await lines();
    expect(found[0]).toBe('critical: Wallis Gate: Silent for 9 h; 2 silent nodes were last heard through it');
    expect(found.filter((line) => line.includes('Lake'))).toEqual([]);
  });

  it('puts silent routers first, and counts what is too much to list', async () => {
    heal();
    for (let at = 1; at <= 11; at++) addNode(at, `Node ${at}`, { online: 0, last_heard: NOW - at * HOUR });
    addNode(20, 'Peak', { online: 0, last_heard: NOW - 12 * HOUR, role: 'ROUTER' });
    addNode(21, 'Long gone', { online: 0, last_heard: NOW - 300 * HOUR });
    const found = await lines();
    expect(found[0]).toBe('critical: Peak: Silent for 12 h');
    expect(found.slice(1, 9)).toEqual(
      Array.from({ length: 8 }, (_, at) => `warning: Node ${at + 1}: Silent for ${at + 1} h`),
    );
    expect(found.slice(9)).toEqual(['warning: 3 more nodes: Silent', 'info: 1 node: Silent for more than 7 days']);
    // The page of a node cannot show several.
    expect((await rows())[9]).toMatchObject({ nodeId: null, page: 'mesh-overview' });
  });

  it('tells late nodes from silent ones, and does not know those not heard since the start', async () => {
    heal();
    database.db.exec(`
      UPDATE nodes SET last_heard = ${NOW - 2 * HOUR} WHERE node_num = ${LAKE};
      INSERT INTO node_presence (node_num, late) VALUES (${HILL}, 1);
      UPDATE listening SET heard_since = ${NOW - HOUR};`);
    expect(await lines()).toEqual([
      expect.stringMatching(/^warning: Hill Router: Late: not heard for 1 min$/),
      expect.stringMatching(/^unknown: 1 node: Not heard since the collector started/),
    ]);
  });

  it('names a node whose best link is weak, and the other end', async () => {
    heal();
    const link = { kind: 'direct', count: 9, first_seen: NOW - HOUR, last_seen: NOW, snr_at: NOW };
    database.insert('links', { ...link, from_num: ANON, to_num: HILL, snr: -17.3 });
    database.insert('links', { ...link, from_num: SOLO, to_num: LAKE, snr: -18, count: 2 });
    expect(await lines()).toEqual([
      `warning: ${idOf(ANON)}: Its best link, with Hill Router, has a margin of only 0.2 dB`,
    ]);
  });

  it('names who sends far more than the others', async () => {
    heal();
    for (let row = 0; row < 61; row++) {
      seedPacket(database, { row: 5000 + row, from: FIJI, at: NOW - row * 30_000, heard: [[HILL, 1, -90, 0]] });
    }
    expect(await lines()).toEqual([
      expect.stringMatching(
        /^warning: Fiji Tracker: Sent 6\d packets in the last hour, \d\d % of all; usual here is 1$/,
      ),
    ]);
  });

  it('knows the mesh as a whole, brokers, the database and backups', async () => {
    heal();
    health = {
      ...WELL,
      ...{ meshSilentSeconds: 700, brokers: [{ name: 'public', connected: false }], databaseRatio: 0.97 },
      backups: { everyHours: 24, since: NOW - 72 * HOUR, failed: false },
    };
    expect(await lines()).toEqual([
      'critical: Whole mesh: Nothing has been heard for 11 min 40 s',
      'critical: Broker public: Not connected',
      'warning: Database: Uses 97 % of its space',
      'warning: Backup: None for 3 d',
    ]);
    health = { ...WELL, backups: { everyHours: 24, since: NOW - HOUR, failed: true } };
    expect(await lines()).toEqual(['warning: Backup: The last one failed; the log says why']);
  });
});

describe('the row that says that nothing needs attention', () => {
  it('stands alone, with what was looked at', async () => {
    seedMesh(database);
    heal();
    expect(await lines()).toEqual([
      'fine: Nothing needs attention: Looked at 6 nodes, 2 gateways and 4 batteries; backups are switched off',
    ]);
  });

  it('never stands beside another row', async () => {
    seedMesh(database);
    expect((await rows()).filter(({ level }) => level === 'fine')).toEqual([]);
  });

  it('is not there when the collector does not know how it is', async () => {
    seedMesh(database);
    heal();
    health = undefined;
    expect(await lines()).toEqual([
      'unknown: Collector: Whether brokers are connected and the mesh is heard is not known',
    ]);
  });

  it('is not there before any node is known', async () => {
    seedDictionaries(database);
    expect(await lines()).toEqual(['unknown: Nodes: No node is known yet: there is nothing to look at']);
  });
});

/** The pool with real threads. Threads load JavaScript, so the sources are built for it first. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERTS } from '../../src/store/store.js';
import type { createReadStore as CreateReadStore } from '../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../src/store/store.js';
import { HOUR, NOW, createDatabase, requestOf, seedMesh } from '../helpers/seeded-database.js';
import type { SeededDatabase } from '../helpers/seeded-database.js';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';
import { turnsDuring } from '../helpers/event-loop.js';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));
/** Below node_modules, where the built files find their packages. */
let built: string;
let createReadStore: typeof CreateReadStore;
let database: SeededDatabase;

const isPart = (file: string) => file.startsWith('store/') || file === 'errors.ts' || file === 'model.ts';

function build(): string {
  mkdirSync(cache, { recursive: true });
  const { path: folder } = temporaryFolder('read-pool-', cache);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || !isPart(file)) continue;
    const { code } = transformSync(readFileSync(join(sources, file), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return folder;
}

beforeAll(async () => {
  built = build();
  const module = (await import(pathToFileURL(join(built, 'store/sqlite/read/store.js')).href)) as {
    createReadStore: typeof CreateReadStore;
  };
  ({ createReadStore } = module);
  database = createDatabase();
  seedMesh(database);
});

afterAll(() => database.remove());

async function withStore(
  options: { threads?: number; maxQueue?: number },
  use: (store: ReadStore) => Promise<void>,
): Promise<void> {
  const store = createReadStore({ path: database.path, now: () => NOW, ...options });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Makes the statistics of gateways work for a minute: their table becomes a view of two hundred million rows. */
function slowDown(): () => void {
  database.db.exec(`
    ALTER TABLE receptions RENAME TO kept_receptions;
    CREATE VIEW receptions AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000000)
      SELECT i AS packet_row, 1 AS gateway_num, 1 AS from_num, ${NOW - 1000} AS received_at, 0 AS own, 0 AS hops_away FROM n`);
  return () => database.db.exec('DROP VIEW receptions; ALTER TABLE kept_receptions RENAME TO receptions');
}

describe('the read pool', () => {
  it('answers on other threads what the same code answers here', async () => {
    await withStore({ threads: 2 }, async (store) => {
      const request = requestOf(
        { queryType: 'nodes' },
        { queryType: 'nodegraph' },
        { queryType: 'stat', stat: 'packets' },
      );
      const here = createReadStore({ path: database.path, threads: 0, now: () => NOW });
      expect(await store.query(request)).toEqual(await here.query(request));
      expect(await store.counts()).toEqual(await here.counts());
      await here.close();
    });
  });

  it('keeps errors what they are across threads', async () => {
    await withStore({}, async (store) => {
      await expect(store.list('nodes', { cursor: 'x' })).rejects.toMatchObject({
        name: 'RequestError',
        status: 400,
        code: 'bad_cursor',
      });
      const { results } = await store.query(requestOf({ queryType: 'timeseries', metrics: ['nope'] }));
      expect(results.A?.status).toBe(400);
    });
  });

  it('refuses with 503 what no longer fits into the queue, at once, and recovers', async () => {
    await withStore({ threads: 1, maxQueue: 3 }, async (store) => {
      const asked = Array.from({ length: 10 }, () =>
        store.counts().then(
          () => 'answered',
          (error: unknown) => codeOf(error),
        ),
      );
      const outcomes = await Promise.all(asked);
      expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(4);
      expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(6);
      expect((await store.counts()).nodes).toBe(6);
    });
  });

  it('answers another viewer and the alert rules although one viewer has filled the queue', async () => {
    await withStore({ threads: 1, maxQueue: 3 }, async (store) => {
      const order: string[] = [];
      const ask = (viewer: string) =>
        store.counts({ viewer }).then(
          () => order.push(viewer),
          (error: unknown) => order.push(`${viewer} ${String(codeOf(error))}`),
        );
      await Promise.all(['greedy', 'greedy', 'greedy', 'greedy', 'modest', ALERTS].map(ask));
      expect(order.filter((answer) => answer === 'greedy busy')).toHaveLength(2);
      expect(order.filter((answer) => !answer.endsWith('busy'))).toEqual(['greedy', ALERTS, 'greedy', 'modest']);
    });
  });

  it('does not hold up this thread, whatever twenty heavy queries do', async () => {
    for (let index = 0; index < 5000; index += 1) {
      const at = NOW - HOUR + index;
      database.insert('messages', {
        packet_row: 5000 + index,
        at,
        from_num: 1,
        to_num: 2,
        packet_id: index,
        channel_id: 1,
        kind: 'text',
        text: 'x'.repeat(40),
        emoji: 0,
      });
    }
    await withStore({ threads: 2, maxQueue: 50 }, async (store) => {
      const turns = await turnsDuring(() =>
        Promise.all(
          Array.from({ length: 20 }, () =>
            store.query(requestOf({ queryType: 'messages', limit: 50_000 }), { deadlineMs: 200_000 }),
          ),
        ),
      );
      // Run on this thread, each query would be one turn.
      expect(turns).toBeGreaterThan(1000);
    });
    database.db.exec('DELETE FROM messages WHERE packet_row >= 5000');
  });
});

describe('queries that take too long', () => {
  let restore: () => void;
  beforeAll(() => {
    restore = slowDown();
  });
  afterAll(() => restore());

  it('end with 504 at the deadline and leave the thread to the next', async () => {
    await withStore({ threads: 1 }, async (store) => {
      await expect(store.list('gateways', {}, { deadlineMs: 300 })).rejects.toMatchObject({
        status: 504,
        code: 'deadline',
      });
      expect((await store.list('nodes', {})).data).toHaveLength(6);
    });
  });

  it('end with 499 when the request is closed; those that wait are not run at all', async () => {
    await withStore({ threads: 1, maxQueue: 1 }, async (store) => {
      await store.list('nodes', {}); // the thread is up
      const running = new AbortController();
      const waiting = new AbortController();
      const options = { deadlineMs: 60_000 };
      const first = expect(store.list('gateways', {}, { ...options, signal: running.signal })).rejects.toMatchObject({
        status: 499,
      });
      const second = expect(store.list('gateways', {}, { ...options, signal: waiting.signal })).rejects.toMatchObject({
        status: 499,
      });
      await expect(store.list('nodes', {})).rejects.toMatchObject({ status: 503, code: 'busy' });
      waiting.abort();
      await second;
      // The place in the queue is free again while the first still runs.
      const third = until(() =>
        store
          .list('nodes', {}, options)
          .catch((error: unknown) => (codeOf(error) === 'busy' ? undefined : { data: [error] })),
      );
      running.abort();
      await first;
      expect((await third).data).toHaveLength(6);
    });
  });

  it('do not outlive the store', async () => {
    const store = createReadStore({ path: database.path, threads: 1, now: () => NOW });
    await store.list('nodes', {}); // the thread is up
    const running = expect(store.list('gateways', {}, { deadlineMs: 60_000 })).rejects.toMatchObject({
      status: 503,
      code: 'closing',
    });
    await store.close();
    await running;
    await expect(store.counts()).rejects.toMatchObject({ status: 503, code: 'closing' });
  });
});

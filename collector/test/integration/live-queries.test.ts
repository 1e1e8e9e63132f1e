import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createSimulation, type SimulatedMessage } from '@mesh-observatory/simulator/simulation';
import { until } from '@mesh-observatory/test-kit/until';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { meshQuerySchema, type ResolvedQuery } from '@mesh-observatory/contract/query';
import { createDecoder } from '../../src/decode/decode.js';
import { createKeyring } from '../../src/decode/keyring.js';
import type { Ingested, UnixMillis } from '../../src/model.js';
import { messageKey } from '../../src/pipeline/dedup.js';
import { QueryFeed } from '../../src/outputs/live/query-feed.js';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import { createQueryViews } from '../../src/store/sqlite/read/live/views.js';
import type { QueryView } from '../../src/store/store.js';
import { FollowedQuery } from '../helpers/followed-query.js';
import { openTestStore } from '../helpers/ingested.js';

const START = Date.UTC(2026, 4, 14, 15);
const RANGE_MS = 1_800_000;
const ZONE = 'Europe/Berlin';
const SEED = Number(process.env.LIVE_SEED ?? Date.now() % 100_000);

/** Numbers from 0 to below 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const needed: Readonly<Record<string, object>> = {
  timeseries: { metrics: ['device_battery_level', 'environment_temperature'], intervalMs: 60_000 },
  values: { metrics: ['device_battery_level', 'node_packets', 'node_best_snr', 'channel_packets'] },
  collector: { metrics: ['queue_depth'] },
};

/** Every query type; and those that are read in parts, with some of all that narrows them down. */
function queriesFor(nodes: readonly string[], gateway: string, random: () => number): object[] {
  const bounds = { west: 12, south: 51, east: 13.4, north: 53 };
  const filters = [{ key: 'role', operator: '!=', value: 'ROUTER' }];
  const variants = [
    { limit: 7 },
    { nodes: nodes.slice(0, 5) },
    { filters: [{ key: 'channel', operator: '!=', value: 'LongFast' }] },
    { roles: ['CLIENT'] },
    { bounds },
    { filters },
    { search: 'a' },
    { format: 'logs', limit: 20 },
    { includeSilent: false, limit: 30 },
    { metrics: ['environment_temperature'] },
  ];
  const whereHeard = [{ gateways: [gateway] }, { channels: ['LongFast'] }];
  const inParts = ['nodes', 'links', 'packets', 'messages', 'events'];
  return [
    ...queryTypes.map((queryType) => ({ queryType, ...needed[queryType] })),
    ...inParts.flatMap((queryType) =>
      variants.filter(() => random() < 0.4).map((variant) => ({ queryType, ...variant })),
    ),
    ...queryTypes.flatMap((queryType) =>
      whereHeard.filter(() => random() < 0.4).map((variant) => ({ queryType, ...needed[queryType], ...variant })),
    ),
    { queryType: 'timeseries', metrics: ['device_battery_level'], combine: true, aggregation: 'max' },
    { queryType: 'timeseries', metrics: ['device_uptime_seconds'], aggregation: 'rate_per_minute', limit: 5 },
    { queryType: 'positions', limit: 50, maxDataPoints: 5 },
    { queryType: 'stat', stat: 'links' },
    { queryType: 'traffic', trafficBy: 'gateway', limit: 3 },
  ];
}

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

function startMesh() {
  const simulation = createSimulation({ startAt: START, historyHours: 1, nodes: 12, seed: SEED });
  const { channels, nodes, gateways } = simulation.describe();
  const keys = channels.map(({ name, psk }) => ({ name, psk: Buffer.from(psk, 'base64') }));
  const decoder = createDecoder({ keyring: createKeyring(keys) });
  const store = openTestStore();
  const read = createReadStore({ path: store.path, threads: 0, now: () => store.now });
  const views = createQueryViews({
    read,
    now: () => store.now,
    // Only changes cause readings, so that none can hide behind a reading that was due anyway.
    limits: { maxPaceMs: 0, newestPaceMs: 0, restFactor: 0, idleMs: Infinity, idleShare: Infinity },
  });
  closing.push(
    () => store.dispose(),
    () => read.close(),
    () => views.close(),
  );
  const commit = (messages: readonly SimulatedMessage[]) => {
    const batch = messages.flatMap((message): Ingested[] => {
      const raw = { ...message, receivedAt: message.receivedAt as UnixMillis };
      const decoded = decoder.decode(raw);
      return decoded.ok ? [{ ...decoded, messageKey: messageKey(raw, decoded.packet) }] : [];
    });
    views.publish(store.commit(...batch).flatMap(({ changes }) => changes));
  };
  return { simulation, store, read, views, commit, nodes, gateways };
}

interface Client {
  readonly query: ResolvedQuery;
  readonly view: QueryView;
  readonly followed: FollowedQuery;
}

/** The first frame that differs, as expected and as it is: its schema, if that differs, or the rows that do. */
function differences(expected: readonly FrameJson[], actual: readonly FrameJson[]): unknown[] {
  const place = expected.findIndex((frame, index) => !isDeepStrictEqual(frame, actual[index]));
  const frames = [expected[place], actual[place]];
  if (!isDeepStrictEqual(frames[0]?.schema, frames[1]?.schema)) return frames.map((frame) => frame?.schema);
  const rows = frames.map((frame) => {
    const { values = [] } = frame?.data ?? {};
    return (values[0] ?? []).map((_, row) => JSON.stringify(values.map((column) => column[row])));
  });
  return rows.map((own, index) => own.filter((row) => rows[1 - index]?.includes(row) !== true));
}

describe('a live query', () => {
  it(`of any type has the frames of a fresh answer after any traffic (LIVE_SEED=${SEED})`, async () => {
    const random = createRandom(SEED);
    const { simulation, store, read, views, commit, nodes, gateways } = startMesh();
    const history = [...simulation.history()];
    const some = Math.floor(history.length / 2);
    commit(history.slice(0, some));
    const failures: string[] = [];
    const clients = queriesFor(
      nodes.map(({ id }) => id),
      gateways[0]?.id ?? '',
      random,
    ).map((query): Client => {
      const resolved = meshQuerySchema.parse({ refId: 'A', ...query });
      const followed = new FollowedQuery();
      const { view } = views.follow(
        { query: resolved, rangeMs: RANGE_MS, timeZone: ZONE },
        {
          onError: ({ message }) => failures.push(message),
          onChange() {
            for (let text = feed.next(); text !== undefined; text = feed.next()) {
              followed.take(JSON.parse(text) as ServerMessage);
            }
          },
        },
      );
      const feed = new QueryFeed('1', view, undefined);
      return { query: resolved, view, followed };
    });

    /** For the time range that the view read last: a reading that changes nothing is not announced. */
    const fresh = async ({ query, view: { answer } }: Client): Promise<readonly FrameJson[]> => {
      const { from = 0, to = 1 } = answer ?? {};
      const { results } = await read.query({ from, to, timeZone: ZONE, queries: [query] });
      return JSON.parse(JSON.stringify(results.A?.frames)) as FrameJson[];
    };
    /** Views settle in their own time. */
    const expectFresh = async () => {
      for (const client of clients) {
        let expected: readonly FrameJson[] = [];
        await until(
          async () => {
            expected = await fresh(client);
            return client.followed.isWhole && isDeepStrictEqual(client.followed.frames, expected);
          },
          {
            what: () =>
              [client.query, failures, ...differences(expected, client.followed.frames)]
                .map((part) => JSON.stringify(part))
                .join('\n'),
          },
        );
      }
    };
    await expectFresh();
    expect(failures).toEqual([]);
    let next = some;
    for (let round = 0; round < 5; round += 1) {
      const stop = Math.min(history.length, next + 1 + Math.floor(random() * (random() < 0.3 ? 400 : 40)));
      while (next < stop) {
        const size = 1 + Math.floor(random() * 60);
        commit(history.slice(next, Math.min(stop, next + size)));
        next = Math.min(stop, next + size);
        if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
      }
      if (random() < 0.5) views.publish(store.ingest.sweep(store.now as UnixMillis));
      if (round === 3) {
        // Long enough for nodes to be late or silent, so long that some were last heard before the time range.
        store.now += (1 + Math.floor(random() * 24)) * HOUR_MS;
        views.publish(store.ingest.sweep(store.now as UnixMillis));
      }
      await expectFresh();
    }
    expect(failures).toEqual([]);
    // The first of each type asks for everything.
    for (const type of ['packets', 'nodes', 'links', 'gateways'])
      expect(clients.find(({ query }) => query.queryType === type)?.followed.count.rows).toBeGreaterThan(0);
  }, 600_000);

  it.each(['nodes', 'nodegraph', 'stat'])(
    'of the type %s shows that nodes became silent, although their last packet is older than the time range',
    async (queryType) => {
      const { simulation, store, read, views, commit } = startMesh();
      commit([...simulation.history()]);
      const asked = { refId: 'A', queryType, ...(queryType === 'stat' ? { stat: 'nodes_silent' } : {}) };
      const query = meshQuerySchema.parse(asked);
      const listener = { onError: () => undefined, onChange: () => undefined };
      const { view } = views.follow({ query, rangeMs: RANGE_MS, timeZone: ZONE }, listener);
      await until(() => view.answer !== undefined);
      const before = JSON.stringify(view.answer?.frames);
      store.now += 48 * HOUR_MS;
      views.publish(store.ingest.sweep(store.now as UnixMillis));
      await until(() => JSON.stringify(view.answer?.frames) !== before, { timeoutMs: 10_000 });
      const { from = 0, to = 1, frames } = view.answer ?? {};
      const { results } = await read.query({ from, to, timeZone: ZONE, queries: [query] });
      expect(JSON.parse(JSON.stringify(frames))).toEqual(JSON.parse(JSON.stringify(results.A?.frames)));
    },
    60_000,
  );
});

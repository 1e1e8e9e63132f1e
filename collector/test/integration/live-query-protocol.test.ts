import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@mesh-observatory/test-kit/until';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { QueryRequest } from '@mesh-observatory/contract/query';
import type { Change } from '../../src/store/store.js';
import { createQueryViews } from '../../src/store/sqlite/read/live/views.js';
import { FollowedQuery } from '../helpers/followed-query.js';
import { connectLive, startLive, type LiveClient } from '../helpers/live-client.js';
import { hotNode } from '../helpers/memory-hot-state.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const field = (name: string) => ({ name, type: 'number' as const, typeInfo: { frame: 'float64', nullable: true } });

/** A collector whose every answer is one table: `rows` rows of an id and the same value. */
async function start(limits: object = {}, rows = 3) {
  const table = { value: 0, asked: [] as QueryRequest[], error: undefined as string | undefined };
  const frame = (): FrameJson => ({
    schema: { meta: { custom: { frameKind: 'links', key: ['id'] } }, fields: [field('id'), field('value')] },
    data: { values: [Array.from({ length: rows }, (_, row) => row), Array.from({ length: rows }, () => table.value)] },
  });
  const views = createQueryViews({
    now: Date.now,
    limits: { maxPaceMs: 0, newestPaceMs: 0, restFactor: 0, ...limits },
    read: {
      query(request) {
        table.asked.push(request);
        const { error } = table;
        const result = error === undefined ? { status: 200, frames: [frame()] } : { status: 400, frames: [], error };
        return Promise.resolve({ results: { A: result } });
      },
    },
  });
  const running = await startLive({ views, limits: { maxQueries: 3 } });
  closing.push(
    () => running.stop(),
    () => views.close(),
  );
  const connect = async () => {
    const client = await connectLive(running.port);
    closing.push(() => client.close());
    return client;
  };
  const change: Change = { kind: 'node', node: hotNode(1), patch: { nodeId: '!00000001', longName: 'x' } };
  /** Commits another value. */
  const commit = () => {
    table.value += 1;
    views.publish([change]);
  };
  return { ...running, views, table, connect, commit };
}

const subscribe = (id: string, over: object = {}) =>
  ({ type: 'subscribe', id, query: { refId: 'A', queryType: 'linkpairs' }, rangeMs: 60_000, ...over }) as const;

/** The frames that a client has of a query. */
function followedBy(client: LiveClient, id: string): FollowedQuery {
  const followed = new FollowedQuery();
  for (const message of client.messages) if ('id' in message && message.id === id) followed.take(message);
  return followed;
}
const hasValue = (client: LiveClient, id: string, value: number) =>
  until(() => followedBy(client, id).frames[0]?.data.values[1]?.includes(value) === true, {
    what: () => `${id} has ${value}: ${JSON.stringify(client.messages).slice(0, 500)}`,
  });

describe('a client that follows queries', () => {
  it('gets the answer, then the rows that change', async () => {
    const { connect, commit } = await start();
    const client = await connect();
    client.send(subscribe('a'));
    await hasValue(client, 'a', 0);
    commit();
    await hasValue(client, 'a', 1);
    expect(followedBy(client, 'a').count).toEqual({ frames: 1, rows: 1 });
  });

  it('gets a long answer in parts', async () => {
    const { connect } = await start({}, 10_000);
    const client = await connect();
    client.send(subscribe('a'));
    await until(() => followedBy(client, 'a').isWhole);
    expect(followedBy(client, 'a').count.frames).toBe(5);
    expect(followedBy(client, 'a').frames[0]?.data.values[0]).toHaveLength(10_000);
  });

  it('shares one view with all who ask the same', async () => {
    const { connect, commit, views, table } = await start();
    const clients = [await connect(), await connect()];
    for (const client of clients) for (const id of ['a', 'b']) client.send(subscribe(id));
    for (const client of clients) for (const id of ['a', 'b']) await hasValue(client, id, 0);
    expect(views.size).toBe(1);
    expect(table.asked).toHaveLength(1);
    commit();
    for (const client of clients) for (const id of ['a', 'b']) await hasValue(client, id, 1);
    expect(table.asked).toHaveLength(2);
  });

  it('is told of an error under the id of its query, and keeps the others', async () => {
    const { connect, commit, table } = await start();
    const client = await connect();
    client.send(subscribe('good'));
    await hasValue(client, 'good', 0);
    for (let wrong = 0; wrong < 8; wrong += 1) {
      client.send(subscribe('bad', { query: { refId: 'A', queryType: 'weather' } }));
    }
    await until(() => client.of('error').length === 8);
    expect(client.of('error')[0]).toMatchObject({ id: 'bad', code: 'bad_message', ended: true });
    table.error = 'No such metric: x.';
    client.send(subscribe('failing', { rangeMs: 5000 }));
    await until(() => client.of('error').length === 9);
    expect(client.of('error')[8]).toMatchObject({ id: 'failing', code: 'bad_query', message: 'No such metric: x.' });
    table.error = undefined;
    commit();
    await hasValue(client, 'good', 1);
    expect(client.closed).toBeUndefined();
  });

  it('follows no more queries than allowed, of its own and over all clients', async () => {
    const { connect } = await start({ maxViews: 2 });
    const client = await connect();
    for (const id of ['a', 'b', 'c', 'd']) client.send(subscribe(id));
    await until(() => client.of('error').length === 1);
    expect(client.of('error')[0]).toMatchObject({ id: 'd', code: 'busy', ended: true });
    client.send({ type: 'unsubscribe', id: 'a' });
    client.send(subscribe('b', { rangeMs: 2000 }));
    client.send(subscribe('c', { rangeMs: 3000 }));
    await until(() => client.of('error').length === 2);
    expect(client.of('error')[1]).toMatchObject({ id: 'c', code: 'busy' });
  });

  it('takes up where it was on another connection, as long as the changes are remembered', async () => {
    const { connect, commit } = await start({ rememberedValues: 20 });
    const first = await connect();
    first.send(subscribe('a'));
    await hasValue(first, 'a', 0);
    commit();
    await hasValue(first, 'a', 1);
    const [{ view } = { view: '' }] = first.of('frames');
    await first.close();
    const second = await connect();
    second.send(subscribe('b', { resume: { view, seq: 1 } }));
    await second.first('resumed');
    commit();
    await until(() => second.of('rows').length === 1);
    expect(second.of('rows')[0]?.seq).toBe(2);
    for (let value = 3; value < 9; value += 1) {
      commit();
      await until(() => second.of('rows').at(-1)?.frames[0] !== undefined && second.of('rows').length === value - 1);
    }
    const third = await connect();
    third.send(subscribe('c', { resume: { view, seq: 1 } }));
    await hasValue(third, 'c', 8);
    expect(third.of('resumed')).toEqual([]);
  });

  it('is sent nothing more of a query it no longer follows', async () => {
    const { connect, commit, table } = await start();
    const client = await connect();
    client.send(subscribe('a'));
    await hasValue(client, 'a', 0);
    client.send({ type: 'unsubscribe', id: 'a' });
    client.send({ type: 'ping', id: 1 });
    await client.first('pong');
    commit();
    client.send(subscribe('b'));
    await hasValue(client, 'b', 1);
    expect(followedBy(client, 'a').count).toEqual({ frames: 1, rows: 0 });
    expect(table.asked.length).toBeGreaterThanOrEqual(2);
  });
});

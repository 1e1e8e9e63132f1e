import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Change } from '../../src/store/store.js';
import { messageChange, packetChange } from '../helpers/live-changes.js';
import { connectLive, refusalOf, startLive, type LiveClient, type RunningLive } from '../helpers/live-client.js';
import { createMemoryHotState, hotLink, hotNode } from '../helpers/memory-hot-state.js';
import { until } from '@mesh-observatory/test-kit/until';

let running: RunningLive;
const clients: LiveClient[] = [];
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  await running.stop();
});
async function client(options?: Parameters<typeof connectLive>[1]): Promise<LiveClient> {
  const connected = await connectLive(running.port, options);
  clients.push(connected);
  return connected;
}
const texts = ({ of }: LiveClient) => of('batch').flatMap(({ messages = [] }) => messages.map(({ text }) => text));

describe('the live stream', () => {
  it('greets, sends the state, and then only what changes', async () => {
    running = await startLive({ simulated: true }, createMemoryHotState([hotNode(1), hotNode(2)]));
    running.hot.link(hotLink(1, 2));
    running.hot.gateway({ gatewayId: '!00000002', online: true, state: 'online', firstSeen: 1, lastSeen: 2 });
    const { messages, first } = await client();
    const snapshot = await first('snapshot');
    expect(messages.map(({ type }) => type)).toEqual(['hello', 'subscribed', 'snapshot']);
    expect(messages[0]).toMatchObject({ protocol: 1, simulated: true, heartbeatMs: 30_000, version: '0.0.0-test' });
    expect(snapshot).toMatchObject({ seq: 0, part: 1, last: true });
    expect([snapshot.nodes.length, snapshot.links.length, snapshot.gateways.length]).toEqual([2, 1, 1]);

    running.live.publish([running.hot.change(1, { packets: 5 }), messageChange('hello')]);
    const batch = await first('batch');
    expect(batch).toMatchObject({
      seq: 1,
      nodes: [{ nodeId: '!00000001', packets: 5 }],
      messages: [{ text: 'hello' }],
    });
    expect(batch.nodes?.[0]).not.toHaveProperty('longName');
  });

  it('merges what happens within an interval into one batch', async () => {
    running = await startLive({ limits: { batchIntervalMs: 200 } });
    const { first, of } = await client();
    await first('snapshot');
    running.live.publish([messageChange('opens the interval')]);
    await first('batch');
    for (let packets = 1; packets <= 50; packets += 1) {
      running.live.publish([running.hot.change(1, { packets }), messageChange(`message ${packets}`)]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const second = await first('batch', ({ seq }) => seq === 2);
    expect(second.nodes).toMatchObject([{ nodeId: '!00000001', packets: 50 }]);
    expect(second.messages).toHaveLength(50);
    expect(of('batch')).toHaveLength(2);
  });

  it('replaces the filter with each subscribe and sends no snapshot when asked not to', async () => {
    running = await startLive();
    const watcher = await client();
    watcher.send({ type: 'subscribe', kinds: ['nodes'], nodeIds: ['!00000001'] });
    await watcher.first('snapshot');
    running.live.publish([running.hot.change(2, {}), running.hot.change(1, {}), messageChange('not asked for')]);
    const batch = await watcher.first('batch');
    expect(batch.nodes?.map(({ nodeId }) => nodeId)).toEqual(['!00000001']);
    expect(batch).not.toHaveProperty('messages');

    watcher.send({ type: 'subscribe', kinds: ['messages'], snapshot: false });
    await watcher.first('subscribed', ({ kinds }) => kinds.includes('messages'));
    running.live.publish([running.hot.change(1, {}), messageChange('asked for')]);
    await until(() => texts(watcher).includes('asked for'));
    expect(watcher.of('batch').at(-1)).not.toHaveProperty('nodes');
    expect(watcher.of('snapshot')).toHaveLength(1);
  });

  it('sends raw packets only to those who ask', async () => {
    running = await startLive();
    const [ordinary, curious] = [await client(), await client()];
    curious.send({ type: 'subscribe', kinds: ['packets'] });
    await Promise.all([ordinary.first('snapshot'), curious.first('snapshot')]);
    running.live.publish([packetChange(1), packetChange(2), messageChange('for the other')]);
    expect((await curious.first('batch')).packets?.map(({ packetId }) => packetId)).toEqual([1, 2]);
    expect(await ordinary.first('batch')).not.toHaveProperty('packets');
  });

  it('stops sending kinds that are unsubscribed', async () => {
    running = await startLive();
    const reader = await client();
    await reader.first('snapshot');
    reader.send({ type: 'unsubscribe', kinds: ['nodes', 'telemetry'] });
    await reader.first('subscribed', ({ kinds }) => !kinds.includes('nodes'));
    running.live.publish([running.hot.change(1, {}), messageChange('still here')]);
    expect(await reader.first('batch')).not.toHaveProperty('nodes');
    reader.send({ type: 'unsubscribe' });
    await reader.first('subscribed', ({ kinds }) => kinds.length === 0);
    running.live.publish([messageChange('gone')]);
    reader.send({ type: 'ping', id: 1 });
    await reader.first('pong');
    expect(texts(reader)).toEqual(['still here']);
  });

  it('answers pings and sends a snapshot on request', async () => {
    running = await startLive();
    const reader = await client();
    await reader.first('snapshot');
    reader.send({ type: 'ping', id: 'abc' });
    expect(await reader.first('pong')).toMatchObject({ id: 'abc' });
    running.hot.change(7, {});
    reader.send({ type: 'request_snapshot' });
    expect((await reader.first('snapshot', ({ nodes }) => nodes.length === 1)).nodes[0]?.nodeId).toBe('!00000007');
  });

  it('sends a large state in parts, among which nothing is missing', async () => {
    const nodes = Array.from({ length: 3000 }, (_, index) => hotNode(index + 1));
    running = await startLive({}, createMemoryHotState(nodes));
    const reader = await client();
    await reader.first('snapshot', ({ last }) => last);
    const parts = reader.of('snapshot');
    expect(parts.length).toBeGreaterThan(10);
    expect(new Set(parts.flatMap((part) => part.nodes.map(({ nodeNum }) => nodeNum))).size).toBe(3000);
  });

  it('compresses once for all who share a filter, and sends the same to all', async () => {
    running = await startLive({}, createMemoryHotState(Array.from({ length: 50 }, (_, index) => hotNode(index + 1))));
    const packed = [await client(), await client(), await client()];
    const plain = await client();
    for (const reader of packed) reader.send({ type: 'subscribe', compression: 'gzip' });
    await plain.first('snapshot');
    // A subscription that comes late finds a plain snapshot already sent: what counts begins with the compressed one.
    await until(() => packed.every(({ binaryMessages }) => binaryMessages === 1));
    const before = new Map([...packed, plain].map((reader) => [reader, reader.bytes]));
    const bytesOfBatch = (reader: LiveClient) => reader.bytes - (before.get(reader) ?? 0);
    expect(running.live.stats().groups).toBe(2);
    running.live.publish(Array.from({ length: 40 }, (_, index) => messageChange(`text number ${index}`)));
    await Promise.all([...packed, plain].map(({ first }) => first('batch')));
    for (const reader of packed) {
      expect(texts(reader)).toEqual(texts(plain));
      expect(reader.binaryMessages).toBe(2);
      expect(bytesOfBatch(reader) * 3).toBeLessThan(bytesOfBatch(plain));
    }
    expect(plain.binaryMessages).toBe(0);
  });
});

describe('coming back after a break', () => {
  async function interrupted(reader: LiveClient): Promise<{ sessionId: string; seq: number }> {
    const { sessionId } = await reader.first('hello');
    const seq = reader.of('batch').at(-1)?.seq ?? 0;
    reader.socket.terminate();
    await until(() => running.live.stats().clients === 0);
    return { sessionId, seq };
  }

  /** Somebody with another subscription, who sees that a round went out. */
  async function witness(): Promise<LiveClient> {
    const other = await client();
    other.send({ type: 'subscribe', kinds: ['messages'] });
    await other.first('snapshot');
    return other;
  }

  it.each(['none', 'gzip'] as const)('sends exactly what was missed and no snapshot (%s)', async (compression) => {
    running = await startLive();
    const before = await client();
    before.send({ type: 'subscribe', compression });
    await before.first('snapshot');
    running.live.publish([messageChange('one')]);
    await before.first('batch');
    const resume = await interrupted(before);
    const others = await witness();
    for (const text of ['two', 'three', 'four'.repeat(100)]) {
      running.live.publish([messageChange(text)]);
      await until(() => texts(others).includes(text)); // each in a batch of its own
    }
    const after = await client();
    after.send({ type: 'subscribe', compression, resume });
    expect(await after.first('subscribed')).toMatchObject({ resumed: true, seq: 1 });
    await until(() => texts(after).length === 3);
    running.live.publish([messageChange('five')]);
    await until(() => texts(after).length === 4);
    expect(texts(after)).toEqual(['two', 'three', 'four'.repeat(100), 'five']);
    expect(after.of('batch').map(({ seq }) => seq)).toEqual(after.of('batch').map((_, index) => index + 2));
    expect(after.of('snapshot')).toEqual([]);
  });

  it.each([
    ['the session is unknown', { sessionId: 'made up' }, {}],
    ['the number is from the future', { seq: 99 }, {}],
    ['the filter is another', {}, { nodeIds: ['!00000001'] }],
  ])('sends a new snapshot when %s', async (_why, wrong, filter) => {
    running = await startLive();
    const before = await client();
    await before.first('snapshot');
    const resume = { ...(await interrupted(before)), ...wrong };
    const after = await client();
    after.send({ type: 'subscribe', resume, ...filter });
    expect(await after.first('subscribed')).toMatchObject({ resumed: false });
    await after.first('snapshot');
  });

  it('sends a new snapshot when the break was too long', async () => {
    running = await startLive({ limits: { resumeMs: 50 } });
    const before = await client();
    await before.first('snapshot');
    const resume = await interrupted(before);
    await until(() => running.live.stats().groups === 0); // forgotten
    const after = await client();
    after.send({ type: 'subscribe', resume });
    expect(await after.first('subscribed')).toMatchObject({ resumed: false });
    await after.first('snapshot');
  });

  it('sends a new snapshot when too much was missed', async () => {
    running = await startLive({ limits: { resumeBytes: 2000 } });
    const before = await client();
    await before.first('snapshot');
    running.live.publish([messageChange('seen')]);
    await before.first('batch');
    const resume = await interrupted(before);
    const others = await witness();
    for (let index = 0; index < 30; index += 1) {
      running.live.publish([messageChange(`${index}`.padEnd(500))]);
      await until(() => texts(others).length === index + 1); // each in a batch of its own
    }
    const after = await client();
    after.send({ type: 'subscribe', resume });
    expect(await after.first('subscribed')).toMatchObject({ resumed: false });
    await after.first('snapshot');
  });
});

describe('the upgrade', () => {
  const TOKEN = 'correct horse battery staple';

  it('refuses strangers with an HTTP status, before anything else', async () => {
    running = await startLive({ apiToken: TOKEN, corsOrigins: ['https://grafana.example.org'] });
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const none = await refusalOf(running.port);
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer realm="mesh-observatory"']);
    expect(JSON.parse(none.body)).toEqual({ code: 'unauthorized', message: 'A valid token is required.' });
    expect((await refusalOf(running.port, { path: '/other' })).status).toBe(404);
    expect((await refusalOf(running.port, { path: `/api/ws?token=${TOKEN}`, headers })).status).toBe(400);
    expect((await refusalOf(running.port, { headers, origin: 'https://evil.example' })).status).toBe(403);
    expect(running.live.stats()).toMatchObject({ clients: 0, connections: 0, refused: 4 });
  });

  it('accepts the token as a header or, for browsers, as a subprotocol', async () => {
    running = await startLive({ apiToken: TOKEN, corsOrigins: ['https://grafana.example.org'] });
    await client({ headers: { Authorization: `Bearer ${TOKEN}` } });
    const browser = await client({
      origin: 'https://grafana.example.org',
      protocols: ['mesh-observatory.v1', `bearer.${Buffer.from(TOKEN).toString('base64url')}`],
    });
    expect(browser.socket.protocol).toBe('mesh-observatory.v1');
    expect(browser.socket.extensions).toBe('');
  });

  it('answers 503 when all places are taken and 429 when one address has too many, until some leave', async () => {
    running = await startLive({ maxClients: 3, maxPerAddress: 2 });
    const first = await client();
    await client();
    expect((await refusalOf(running.port)).status).toBe(429);
    first.socket.terminate();
    await until(() => running.live.stats().clients === 1);
    await client();
    await running.stop();

    running = await startLive({ maxClients: 2, maxPerAddress: 10 });
    await client();
    await client();
    const full = await refusalOf(running.port);
    expect([full.status, full.headers['retry-after']]).toEqual([503, '30']);
    expect(running.live.stats()).toMatchObject({ clients: 2, peak: 2, refused: 1 });
  });

  it('survives a client that resets the connection during the handshake', async () => {
    running = await startLive({ apiToken: TOKEN });
    for (let index = 0; index < 20; index += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(running.port, '127.0.0.1', () => {
          socket.write(
            'GET /api/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
          );
          socket.resetAndDestroy();
          resolve();
        });
      });
    }
    expect((await refusalOf(running.port)).status).toBe(401);
  });
});

describe('bookkeeping', () => {
  it('records a session while it lasts and when it ends', async () => {
    running = await startLive({ limits: { sessionRecordMs: 50 } });
    const reader = await client({ headers: { 'User-Agent': 'test\u00e9/1' } });
    const { sessionId } = await reader.first('hello');
    const open = await until(() => running.sessions.get(sessionId));
    expect(open).toMatchObject({ remote: '127.0.0.1', userAgent: 'test/1', disconnectedAt: null, closeCode: null });
    await reader.close();
    const ended = await until(() => {
      const session = running.sessions.get(sessionId);
      return session?.disconnectedAt === null ? undefined : session;
    });
    expect(ended.closeCode).toBe(1005);
    expect(ended.messages).toBeGreaterThanOrEqual(1);
    expect(ended.bytes).toBe(reader.bytes);
  });

  it('says goodbye when it stops, records everything and takes nobody new', async () => {
    running = await startLive();
    const readers = [await client(), await client()];
    await Promise.all(readers.map(({ first }) => first('snapshot')));
    await running.live.stop();
    await until(() => readers.every(({ closed }) => closed?.code === 1001));
    expect([...running.sessions.values()].map(({ closeCode }) => closeCode)).toEqual([1001, 1001]);
    running.live.publish([messageChange('to nobody')]);
    expect(running.live.stats().clients).toBe(0);
  });

  it('never throws at the publisher, whatever the change or the database does', async () => {
    const log: string[] = [];
    running = await startLive({
      recordSession: () => {
        throw new Error('disk full');
      },
      logger: pino({}, { write: (line) => log.push(line) }),
    });
    const reader = await client();
    await reader.first('snapshot');
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const broken: Change = {
      kind: 'event',
      event: { id: 1, at: 1, kind: 'flood', severity: 'info', nodeId: null, title: '', text: '', data: circular },
    };
    expect(() => running.live.publish([broken])).not.toThrow();
    await until(() => log.some((line) => line.includes('live.failed')));
    await reader.first('lagging'); // it misses something, and knows
    running.live.publish([messageChange('still alive')]);
    await until(() => texts(reader).includes('still alive'));
    await until(() => log.some((line) => line.includes('live.session_not_recorded') && line.includes('disk full')));
  });
});

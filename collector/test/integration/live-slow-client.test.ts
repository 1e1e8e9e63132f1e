import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/store/store.js';
import { connectLive, startLive, type LiveClient, type RunningLive } from '../helpers/live-client.js';
import { until } from '@mesh-observatory/test-kit/until';

const MIB = 1024 * 1024;
const EVENTS = 50_000;

const event = (id: number): Change => ({
  kind: 'event',
  event: {
    id,
    at: 1,
    kind: 'node_new',
    severity: 'info',
    nodeId: '!00000001',
    title: 'New node',
    text: 'x'.repeat(700),
    data: {},
  },
});

let running: RunningLive;
const clients: LiveClient[] = [];
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  await running.stop();
});
async function client(port = running.port): Promise<LiveClient> {
  const connected = await connectLive(port, { check: false });
  clients.push(connected);
  await connected.first('snapshot');
  return connected;
}

/** Publishes commits of 250 events, with a pause after each for the sockets; returns the most that was buffered for one client. */
async function publishAll(events: number): Promise<number> {
  let peak = 0;
  const look = () => (peak = Math.max(peak, running.live.stats().bufferedBytesMax));
  for (let id = 0; id < events; id += 250) {
    running.live.publish(Array.from({ length: 250 }, (_, index) => event(id + index)));
    look();
    await new Promise((resolve) => setTimeout(resolve, 4));
    look();
  }
  return peak;
}

/** Counts events without keeping them. */
function count(reader: LiveClient): { readonly ids: Set<number> } {
  const ids = new Set<number>();
  reader.socket.removeAllListeners('message');
  reader.socket.on('message', (data: Buffer) => {
    for (const [, id] of data.toString().matchAll(/"id":(\d+)/g)) ids.add(Number(id));
  });
  return { ids };
}

describe('a client that does not read', () => {
  it('costs at most 1 MiB, is closed with 1013, and nobody else loses anything', async () => {
    running = await startLive({ limits: { lagGraceMs: 1000, closeGraceMs: 60_000 } });
    const [healthy, paused] = [await client(), await client()];
    const { ids } = count(healthy);
    const { sessionId } = await paused.first('hello');
    paused.socket.pause();

    const peak = await publishAll(EVENTS);
    await until(() => ids.size === EVENTS, { what: () => `${ids.size} of ${EVENTS} events` });

    expect(peak).toBeGreaterThan(MIB / 2);
    expect(peak).toBeLessThanOrEqual(MIB);
    await until(() => running.live.stats().tooSlow === 1);
    expect(running.live.stats()).toMatchObject({ overflowed: 0 });
    expect(running.live.stats().dropped).toBeGreaterThan(0);
    paused.socket.resume();
    await until(() => paused.closed?.code === 1013);
    expect(paused.of('lagging').length).toBeGreaterThan(0);
    await until(() => running.live.stats().clients === 1);
    await running.live.stop();
    expect(running.sessions.get(sessionId)?.closeCode).toBe(1013);
  });

  it('would take all memory without the bound', async () => {
    running = await startLive({ limits: { maxBufferedBytes: Infinity } });
    const paused = await client();
    paused.socket.pause();
    const peak = await publishAll(EVENTS);
    expect(peak).toBeGreaterThan(20 * MIB);
    expect(running.live.stats()).toMatchObject({ dropped: 0, tooSlow: 0 });
  });

  it('is told how much it missed when it reads again in time, and goes on', async () => {
    running = await startLive({ limits: { lagGraceMs: 60_000 } });
    const sleepy = await client();
    sleepy.socket.pause();
    let id = 0;
    await until(() => {
      running.live.publish(Array.from({ length: 500 }, () => event(id++)));
      return running.live.stats().lagging > 0;
    });
    expect(running.live.stats().bufferedBytesMax).toBeLessThanOrEqual(MIB);
    sleepy.socket.resume();
    await until(() => running.live.stats().lagging === 0);
    running.live.publish([event(9_999_999)]);
    await until(() => sleepy.of('batch').some(({ events }) => events?.some(({ id }) => id === 9_999_999)));
    const dropped = sleepy.of('lagging').at(-1)?.dropped ?? 0;
    expect(dropped).toBeGreaterThan(0);
    const numbers = sleepy.of('batch').map(({ seq }) => seq);
    expect(numbers.at(-1)! - numbers.length).toBe(dropped);
  });
});

describe('a client whose line is dead', () => {
  it('is removed within two heartbeats', async () => {
    running = await startLive({ limits: { heartbeatMs: 4000 } });
    // A line that swallows everything without a FIN.
    const pairs: Socket[] = [];
    let swallow = false;
    const proxy = createServer((near) => {
      const far = connect(running.port, '127.0.0.1');
      pairs.push(near, far);
      for (const socket of [near, far]) socket.on('error', () => undefined);
      near.on('data', (chunk) => swallow || far.write(chunk));
      far.on('data', (chunk) => swallow || near.write(chunk));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const [healthy, dead] = [await client(), await client((proxy.address() as AddressInfo).port)];
    let beats = 0;
    healthy.socket.on('ping', () => (beats += 1));
    await until(() => beats >= 2); // living clients stay
    expect(running.live.stats().clients).toBe(2);
    swallow = true;
    beats = 0;
    await until(() => running.live.stats().clients === 1);
    expect(beats).toBeLessThanOrEqual(2);
    expect([healthy.closed, dead.closed]).toEqual([undefined, undefined]);
    for (const socket of pairs) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });
});

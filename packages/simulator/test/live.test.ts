import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createSimulation, type Simulation } from '../src/simulation.js';
import type { LiveRun } from '../src/live.js';
import { createOpener, isJson, type OpenedMessage } from './support/open-messages.js';

const startAt = Date.UTC(2026, 4, 14, 15, 0);
/** The machine's clock when live begins: the import of the history took half a minute. */
const liveAt = startAt + 30_000;

const runs: LiveRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
  jest.useRealTimers();
});

/** Runs under a fake clock; `advance` lets real-time milliseconds pass. */
function runFake(simulation: Simulation, publish?: (topic: string, payload: Uint8Array) => Promise<void> | void) {
  jest.useFakeTimers({ now: liveAt });
  const published: { topic: string; payload: Uint8Array; receivedAt: number }[] = [];
  const now = () => Date.now();
  const take = (topic: string, payload: Uint8Array) => void published.push({ topic, payload, receivedAt: now() });
  const run = simulation.run(publish ?? take, now);
  runs.push(run);
  return { run, published, advance: (ms: number) => jest.advanceTimersByTimeAsync(ms) };
}

function openAll(simulation: Simulation, messages: Parameters<ReturnType<typeof createOpener>['open']>[0][]) {
  const { open } = createOpener(simulation.describe());
  return messages.filter((message) => !isJson(message)).map(open);
}

const counterOf = ({ packet }: OpenedMessage) => packet.id & 0x3ff;

describe('a live run', () => {
  it('goes on where the history ends: packet counters continue without a gap', async () => {
    const simulation = createSimulation({ startAt, historyHours: 0.5 });
    const history = openAll(simulation, [...simulation.history()]);
    const { published, advance } = runFake(simulation);
    await advance(20 * 60_000);
    const live = openAll(simulation, published);
    expect(live.length).toBeGreaterThan(300);
    for (const { num, id } of simulation.describe().gateways) {
      const own = (list: OpenedMessage[]) =>
        list.filter(({ packet, gateway }) => packet.from === num && gateway === id && packet.id !== 0);
      const before = own(history).at(-1)!;
      const after = own(live);
      expect(after.length).toBeGreaterThan(3);
      let expected = counterOf(before);
      for (const message of after) {
        // A gateway's direct message of the foreign sort may be one it does not uplink itself: allow for one.
        const step = (counterOf(message) - expected + 1024) % 1024;
        expect(step).toBeGreaterThanOrEqual(1);
        expect(step).toBeLessThanOrEqual(2);
        expected = counterOf(message);
      }
    }
  });

  it('publishes in real time, stamped with the time of the machine', async () => {
    const simulation = createSimulation({ startAt, historyHours: 0.5 });
    const { published, run, advance } = runFake(simulation);
    await advance(10 * 60_000);
    const live = openAll(simulation, published);
    const packets = new Set(live.map(({ packet }) => `${packet.from} ${packet.id}`));
    expect(packets.size / 10).toBeGreaterThan(20);
    expect(packets.size / 10).toBeLessThan(100);
    expect(run.published).toBe(published.length);
    const fresh = live.filter(({ packet, receivedAt }) => packet.id !== 0 && receivedAt > liveAt + 5000);
    expect(fresh.length).toBeGreaterThan(300);
    expect(fresh.filter(({ packet, receivedAt }) => Math.abs(packet.rxTime * 1000 - receivedAt) > 3000)).toEqual([]);
  });

  it('lets an hour pass in a minute at speed 60, without stamps from the future', async () => {
    const simulation = createSimulation({ startAt, historyHours: 0, speed: 60 });
    const { published, advance } = runFake(simulation);
    await advance(60_000);
    const live = openAll(simulation, published);
    const packets = new Set(live.map(({ packet }) => `${packet.from} ${packet.id}`));
    expect(packets.size / 60).toBeGreaterThan(20);
    expect(live.filter(({ packet, receivedAt }) => packet.rxTime * 1000 > receivedAt + 2000)).toEqual([]);
  });

  it('gives the same bytes whether the history was read or skipped', async () => {
    const read = createSimulation({ startAt, historyHours: 0.25 });
    expect([...read.history()].length).toBeGreaterThan(1000);
    const first = runFake(read);
    await first.advance(120_000);
    await first.run.stop();
    const skipped = runFake(createSimulation({ startAt, historyHours: 0.25 }));
    await skipped.advance(120_000);
    expect(skipped.published.length).toBeGreaterThan(50);
    expect(skipped.published.map(({ payload }) => payload)).toEqual(first.published.map(({ payload }) => payload));
  });

  it('publishes nothing after stop, and leaves no timer', async () => {
    const { run, published, advance } = runFake(createSimulation({ startAt, historyHours: 0 }));
    await advance(60_000);
    const before = published.length;
    expect(before).toBeGreaterThan(0);
    await run.stop();
    await run.stop();
    expect(jest.getTimerCount()).toBe(0);
    await advance(60_000);
    expect(published).toHaveLength(before);
  });

  it('stops at once while a publication hangs', async () => {
    let calls = 0;
    const hang = () => {
      calls += 1;
      return new Promise<void>(() => undefined);
    };
    const { run, advance } = runFake(createSimulation({ startAt, historyHours: 0 }), hang);
    await advance(60_000);
    expect(calls).toBe(1);
    await run.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('counts what could not be published and goes on', async () => {
    let calls = 0;
    const refuse = () => {
      calls += 1;
      return calls <= 2 ? Promise.reject(new Error('no broker')) : Promise.resolve();
    };
    const { run, advance } = runFake(createSimulation({ startAt, historyHours: 0 }), refuse);
    await advance(60_000);
    expect(run.failed).toBe(2);
    expect(run.published).toBe(calls - 2);
    expect(run.lastError).toEqual(new Error('no broker'));
  });

  it('does not replay the night after the machine slept', async () => {
    const { published, advance } = runFake(createSimulation({ startAt, historyHours: 0 }));
    await advance(60_000);
    const before = published.length;
    jest.setSystemTime(Date.now() + 8 * 3_600_000);
    await advance(60_000);
    expect(published.length - before).toBeGreaterThan(20);
    expect(published.length - before).toBeLessThan(600);
  });

  it('does not keep the process alive', () => {
    const simulation = createSimulation({ startAt, historyHours: 0 });
    const timeouts = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timeouts();
    runs.push(
      simulation.run(
        () => undefined,
        () => Date.now(),
      ),
    );
    expect(timeouts()).toBe(before);
  });

  it('runs only once', () => {
    const simulation = createSimulation({ startAt, historyHours: 0 });
    runs.push(
      simulation.run(
        () => undefined,
        () => startAt,
      ),
    );
    expect(() =>
      simulation.run(
        () => undefined,
        () => startAt,
      ),
    ).toThrow('running already');
  });
});

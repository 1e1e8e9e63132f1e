import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { EXIT, FatalError, StoreBlockedError } from '../../../src/errors.js';
import type { Decoded, Ingested, PacketId, RawMessage } from '../../../src/model.js';
import { createFanout } from '../../../src/pipeline/fanout.js';
import { createIngest } from '../../../src/pipeline/ingest.js';
import type { PipelineObserver } from '../../../src/pipeline/observer.js';
import type { Change, CommitResult } from '../../../src/store/store.js';
import { decoded, NOW, rawMessage } from '../../helpers/pipeline-parts.js';

const logger = pino({ level: 'silent' });
const observer: PipelineObserver = {
  settled: () => undefined,
  committed: () => undefined,
  published: () => undefined,
};
const change = {
  kind: 'telemetry',
  telemetry: { nodeId: '!a1b2c3d4', at: NOW, metric: 'm', value: 1 },
} as const satisfies Change;

/** A store that keeps what it is given, unless told to fail. */
function setUp(
  over: {
    queueSize?: number;
    batchSize?: number;
    batchIntervalMs?: number;
    decode?: (message: RawMessage) => Decoded;
    result?: Partial<CommitResult>;
  } = {},
) {
  const order: string[] = [];
  const batches: Ingested[][] = [];
  let failure: ((item: Ingested) => Error | undefined) | undefined;
  const onFatal = jest.fn();
  let id = 0;
  const ingest = createIngest({
    decode: over.decode ?? (() => decoded({ id: ++id as PacketId })),
    policy: { admit: (message) => message },
    store: {
      commit(batch): CommitResult[] {
        for (const item of batch) {
          const error = failure?.(item);
          if (error !== undefined) throw error;
        }
        batches.push([...batch]);
        order.push('commit');
        return batch.map(() => ({ outcome: 'stored', changes: [change], ...over.result }));
      },
    },
    fanout: createFanout([{ name: 'probe', publish: () => order.push('publish') }], logger),
    observer,
    logger,
    onFatal,
    clock: () => NOW,
    options: {
      queueSize: over.queueSize ?? 1000,
      batchSize: over.batchSize ?? 100,
      batchIntervalMs: over.batchIntervalMs ?? 0,
    },
  });
  return { ingest, order, batches, onFatal, failWith: (next: typeof failure) => (failure = next) };
}

describe('ingest', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['performance'] }));
  afterEach(() => void jest.useRealTimers());

  it('commits everything one turn brought as one transaction, acknowledges after it and announces after it', async () => {
    const { ingest, order, batches } = setUp();
    const acknowledged = [1, 2, 3].map(() => ingest.handle(rawMessage()).then(() => order.push('ack')));
    expect(batches).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(1);
    await Promise.all(acknowledged);
    expect(batches.map((batch) => batch.length)).toEqual([3]);
    expect(order).toEqual(['commit', 'publish', 'ack', 'ack', 'ack']);
  });

  it('commits a full group in place instead of letting it grow', () => {
    const { ingest, batches } = setUp({ batchSize: 10 });
    for (let n = 0; n < 25; n++) void ingest.handle(rawMessage());
    expect(batches.map((batch) => batch.length)).toEqual([10, 10]);
  });

  it('waits for the interval when one is set, unless a group is full', async () => {
    const { ingest, batches } = setUp({ batchIntervalMs: 1000, batchSize: 50 });
    void ingest.handle(rawMessage());
    await jest.advanceTimersByTimeAsync(1);
    const first = batches.length;
    void ingest.handle(rawMessage());
    await jest.advanceTimersByTimeAsync(500);
    expect(batches).toHaveLength(first);
    await jest.advanceTimersByTimeAsync(600);
    expect(batches).toHaveLength(first + 1);
  });

  it('counts the readings that were clamped or refused, by metric and fault', async () => {
    const metric = 'device_air_util_tx';
    const { ingest } = setUp({
      result: {
        readingProblems: [
          { metric, fault: 'clamped', reported: 101 },
          { metric: 'snr', fault: 'above_range', reported: 900 },
        ],
      },
    });
    for (let n = 0; n < 2; n++) void ingest.handle(rawMessage());
    await jest.advanceTimersByTimeAsync(1);
    expect(ingest.status().readingProblems).toEqual({ [metric]: { clamped: 2 }, snr: { above_range: 2 } });
  });

  it('hands the message on as it came when another key may decrypt it, and only then', async () => {
    const { ingest, batches } = setUp({
      decode: (message) => ({
        ...decoded({ id: message.payload[0] as PacketId }),
        ...(message.retained ? { isSealed: true } : {}),
      }),
    });
    void ingest.handle(rawMessage({ payload: Uint8Array.of(7), retained: true }));
    void ingest.handle(rawMessage({ payload: Uint8Array.of(8) }));
    await jest.advanceTimersByTimeAsync(1);
    expect(batches[0]?.map(({ sealed }) => sealed)).toEqual([Uint8Array.of(7), undefined]);
  });

  it('acknowledges a malformed message and counts it', async () => {
    const { ingest, batches } = setUp({
      decode: () => ({ ok: false, reason: 'malformed', detail: 'not an envelope' }),
    });
    await ingest.handle(rawMessage());
    expect(ingest.status()).toMatchObject({ received: 1, rejected: { malformed: 1 }, stored: 0 });
    expect(batches).toHaveLength(0);
  });

  it('acknowledges nothing while the store is blocked and goes on by itself', async () => {
    const { ingest, batches, failWith } = setUp();
    let acknowledged = 0;
    failWith(() => new StoreBlockedError('store_full', 'The disk is full.'));
    for (let n = 0; n < 5; n++) void ingest.handle(rawMessage()).then(() => acknowledged++);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(acknowledged).toBe(0);
    expect(ingest.status()).toMatchObject({ queueDepth: 5, blockedReason: 'The disk is full.' });
    failWith(undefined);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(acknowledged).toBe(5);
    expect(batches.flat()).toHaveLength(5);
    expect(ingest.status()).toMatchObject({ queueDepth: 0, blockedSince: null });
  });

  it('ends on an unusable database and acknowledges nothing after it', async () => {
    const { ingest, failWith, onFatal } = setUp();
    const acknowledged = jest.fn();
    failWith(() => new FatalError('io', 'The disk failed.', EXIT.ioError));
    void ingest.handle(rawMessage()).then(acknowledged);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(onFatal).toHaveBeenCalledTimes(1);
    expect(acknowledged).not.toHaveBeenCalled();
  });

  it('gives up on the one message the store cannot digest and stores the others', async () => {
    const { ingest, batches, failWith } = setUp();
    failWith((item) => (item.packet.id === 2 ? new TypeError('cannot bind') : undefined));
    const all = [1, 2, 3].map(() => ingest.handle(rawMessage()));
    await jest.advanceTimersByTimeAsync(1);
    await Promise.all(all);
    expect(batches.flat().map(({ packet }) => packet.id)).toEqual([1, 3]);
    expect(ingest.status().dropped).toEqual({ failed: 1 });
  });

  it('sheds telemetry of QoS 0 first when the queue is full, and never what the broker keeps', async () => {
    let port = 'TELEMETRY_APP';
    let id = 0;
    const { ingest, failWith, batches } = setUp({
      queueSize: 4,
      decode: () => decoded({ id: ++id as PacketId, portName: port }),
    });
    failWith(() => new StoreBlockedError('store_busy', 'Busy.'));
    const released = jest.fn();
    for (let n = 0; n < 4; n++) void ingest.handle(rawMessage({ qos: 0 })).then(released);
    port = 'TEXT_MESSAGE_APP';
    void ingest.handle(rawMessage({ qos: 0 }));
    port = 'TELEMETRY_APP';
    for (let n = 0; n < 3; n++) void ingest.handle(rawMessage({ qos: 1 }));
    await jest.advanceTimersByTimeAsync(0);
    expect(ingest.status().dropped).toEqual({ shed: 1 });
    expect(released).toHaveBeenCalledTimes(1);
    failWith(undefined);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(batches.flat()).toHaveLength(7);
  });

  it('commits what waits when it stops', () => {
    const { ingest, batches } = setUp({ batchIntervalMs: 60_000 });
    for (let n = 0; n < 3; n++) void ingest.handle(rawMessage());
    ingest.stop();
    expect(batches.flat()).toHaveLength(3);
  });
});

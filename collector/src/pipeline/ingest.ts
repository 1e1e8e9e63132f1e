import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import type { FatalError } from '../errors.js';
import type {
  Decoded,
  DropReason,
  Ingested,
  MessageHandler,
  PipelineStatus,
  RawMessage,
  RejectReason,
  UnixMillis,
} from '../model.js';
import type { CommitResult, IngestStore } from '../store/store.js';
import { createThrottledLog } from '../throttled-log.js';
import { createMessageQueue } from './message-queue.js';
import { createCommitLoop, type Pending } from './commit-loop.js';
import { messageKey } from './dedup.js';
import type { Fanout } from './fanout.js';
import type { HopTrust } from './hop-trust.js';
import type { PipelineObserver } from './observer.js';
import { priorityOf, type Policy } from './policy.js';

export interface IngestParts {
  readonly decode: (message: RawMessage) => Decoded;
  readonly policy: Policy;
  readonly hopTrust: HopTrust;
  readonly store: Pick<IngestStore, 'commit'>;
  readonly fanout: Fanout;
  readonly observer: PipelineObserver;
  readonly logger: Logger;
  readonly clock: () => UnixMillis;
  readonly onFatal: (error: FatalError) => void;
  readonly options: { readonly queueSize: number; readonly batchSize: number; readonly batchIntervalMs: number };
}

export interface Ingest {
  /** Resolves once the message is stored, recognized as a duplicate, rejected or dropped: it may be acknowledged. */
  readonly handle: MessageHandler;
  /** Commits what waits and stops. Messages that could not be stored stay unacknowledged. */
  stop(): void;
  status(): Omit<PipelineStatus, 'ingesting'>;
}

/** Older messages are history: their age is no latency. */
const LIVE_WITHIN_MS = HOUR_MS;

/** The way of a message: decode → policy → queue → group commit → acknowledge → announce. */
export function createIngest(parts: IngestParts): Ingest {
  const { decode, policy, hopTrust, fanout, observer, logger, clock, options } = parts;
  const queue = createMessageQueue<Pending>(options.queueSize);
  const totals = { received: 0, stored: 0, receptions: 0, duplicates: 0 };
  const rejected: Partial<Record<RejectReason, number>> = {};
  const dropped: Partial<Record<DropReason, number>> = {};
  /** Rejected messages are sampled into the log: one of each reason a minute. */
  const sampled = createThrottledLog(logger, MINUTE_MS);
  let lastMessageAt: UnixMillis | null = null;
  let lastCommitAt: UnixMillis | null = null;

  const loop = createCommitLoop({
    queue,
    store: parts.store,
    batchSize: options.batchSize,
    batchIntervalMs: options.batchIntervalMs,
    logger,
    onFatal: parts.onFatal,
    onCommitted(batch) {
      lastCommitAt = clock();
      observer.committed(batch);
    },
    onResults: publish,
  });

  function publish(pending: readonly Pending[], results: readonly CommitResult[]): void {
    fanout.publish(results.flatMap((result) => result.changes));
    const oldest = Math.min(...pending.map(({ ingested }) => ingested.reception.receivedAt));
    const age = clock() - oldest;
    if (age < LIVE_WITHIN_MS) observer.published(Math.max(0, age) / 1000);
  }

  function reject(message: RawMessage, reason: RejectReason, detail: string): void {
    rejected[reason] = (rejected[reason] ?? 0) + 1;
    const topic = message.topic.slice(0, 200);
    sampled.log(
      'warn',
      reason,
      { event: 'message.rejected', reason, detail, topic, bytes: message.payload.length, total: rejected[reason] },
      `A message was rejected: ${detail}`,
    );
  }

  function drop(reason: DropReason): void {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
    sampled.log(
      'info',
      reason,
      { event: 'message.dropped', reason, total: dropped[reason] },
      `Messages are dropped by policy: ${reason}`,
    );
  }

  function settled(ingested: Ingested, result: CommitResult): void {
    if (result.outcome === 'stored') totals.stored += 1;
    if (result.outcome === 'duplicate') totals.duplicates += 1;
    else totals.receptions += 1;
    observer.settled(ingested, result.outcome);
  }

  function enqueue(ingested: Ingested, kept: boolean): Promise<void> {
    return new Promise((resolve) => {
      const settle = (result: CommitResult | Error) => {
        if (result instanceof Error) {
          drop('failed');
          logger.error(
            { event: 'store.refused_message', err: result, from: ingested.packet.from, port: ingested.packet.portName },
            'One message could not be stored and was dropped',
          );
        } else {
          settled(ingested, result);
        }
        resolve();
      };
      const shed = queue.push({
        item: { ingested, settle, release: resolve },
        priority: priorityOf(ingested.packet),
        kept,
      });
      if (shed !== undefined) {
        drop('shed');
        shed.item.release();
      }
      loop.wake();
    });
  }

  return {
    handle(message) {
      totals.received += 1;
      lastMessageAt = message.receivedAt;
      const decoded = decode(message);
      if (!decoded.ok) {
        reject(message, decoded.reason, decoded.detail);
        return Promise.resolve();
      }
      const admitted = policy.admit(decoded);
      if (typeof admitted === 'string') {
        drop(admitted);
        return Promise.resolve();
      }
      const reception = hopTrust.judge(admitted.reception, admitted.packet.channel);
      const { packet, events } = admitted;
      return enqueue({ packet, reception, events, messageKey: messageKey(message, packet) }, message.qos > 0);
    },
    stop() {
      loop.drain();
      loop.stop();
    },
    status: () => ({
      ...totals,
      rejected,
      dropped,
      queueDepth: queue.size,
      queueCapacity: options.queueSize,
      blockedSince: loop.blocked === null ? null : (loop.blocked.since as UnixMillis),
      blockedReason: loop.blocked?.reason ?? null,
      lastMessageAt,
      lastCommitAt,
    }),
  };
}

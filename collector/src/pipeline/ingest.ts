import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { ReadingFault } from '@mesh-observatory/contract/readings';
import type { Logger } from 'pino';
import type { FatalError } from '../errors.js';
import type {
  Decoded,
  DropReason,
  Ingested,
  MessageHandler,
  PipelineStatus,
  RawMessage,
  ReadingProblem,
  RejectReason,
  UnixMillis,
} from '../model.js';
import type { CommitResult, IngestStore } from '../store/store.js';
import { createThrottledLog } from '../throttled-log.js';
import { createMessageQueue } from './message-queue.js';
import { createCommitLoop, type Pending } from './commit-loop.js';
import { messageKey } from './dedup.js';
import type { Fanout } from './fanout.js';
import type { PipelineObserver } from './observer.js';
import { priorityOf, type Policy } from './policy.js';

export interface IngestParts {
  readonly decode: (message: RawMessage) => Decoded;
  readonly policy: Policy;
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
  return new MessageIngest(parts);
}

class MessageIngest implements Ingest {
  private readonly queue;
  private readonly loop;
  /** Rejected messages are sampled into the log: one of each reason a minute. */
  private readonly sampled;
  private readonly totals = { received: 0, stored: 0, receptions: 0, duplicates: 0 };
  private readonly rejected: Partial<Record<RejectReason, number>> = {};
  private readonly dropped: Partial<Record<DropReason, number>> = {};
  private readonly readingProblems: Record<string, Partial<Record<ReadingFault, number>>> = {};
  private lastMessageAt: UnixMillis | null = null;
  private lastCommitAt: UnixMillis | null = null;

  constructor(private readonly parts: IngestParts) {
    const { options, logger, store, onFatal } = parts;
    this.queue = createMessageQueue<Pending>(options.queueSize);
    this.sampled = createThrottledLog(logger, MINUTE_MS);
    this.loop = createCommitLoop({
      queue: this.queue,
      store,
      batchSize: options.batchSize,
      batchIntervalMs: options.batchIntervalMs,
      logger,
      onFatal,
      onCommitted: (batch) => {
        this.lastCommitAt = parts.clock();
        parts.observer.committed(batch);
      },
      onResults: (pending, results) => this.publish(pending, results),
    });
  }

  /** A property, because it is handed on as a function. */
  readonly handle: MessageHandler = (message) => {
    const { decode, policy } = this.parts;
    this.totals.received += 1;
    this.lastMessageAt = message.receivedAt;
    const decoded = decode(message);
    if (!decoded.ok) {
      this.reject(message, decoded.reason, decoded.detail);
      return Promise.resolve();
    }
    const admitted = policy.admit(decoded);
    if (typeof admitted === 'string') {
      this.drop(admitted);
      return Promise.resolve();
    }
    const { packet, reception, events, isSealed } = admitted;
    const sealed = isSealed === true ? { sealed: message.payload } : {};
    const ingested = { packet, reception, events, messageKey: messageKey(message, packet), ...sealed };
    return this.enqueue(ingested, message.qos > 0);
  };

  stop(): void {
    this.loop.drain();
    this.loop.stop();
  }

  status(): Omit<PipelineStatus, 'ingesting'> {
    const { blocked } = this.loop;
    return {
      ...this.totals,
      rejected: this.rejected,
      dropped: this.dropped,
      readingProblems: this.readingProblems,
      queueDepth: this.queue.size,
      queueCapacity: this.parts.options.queueSize,
      blockedSince: blocked === null ? null : (blocked.since as UnixMillis),
      blockedReason: blocked?.reason ?? null,
      lastMessageAt: this.lastMessageAt,
      lastCommitAt: this.lastCommitAt,
    };
  }

  private enqueue(ingested: Ingested, kept: boolean): Promise<void> {
    return new Promise((resolve) => {
      const settle = (result: CommitResult | Error) => {
        if (result instanceof Error) this.fail(ingested, result);
        else this.count(ingested, result);
        resolve();
      };
      const shed = this.queue.push({
        item: { ingested, settle, release: resolve },
        priority: priorityOf(ingested.packet),
        kept,
      });
      if (shed !== undefined) {
        this.drop('shed');
        shed.item.release();
      }
      this.loop.wake();
    });
  }

  private count(ingested: Ingested, result: CommitResult): void {
    const { outcome, readingProblems } = result;
    readingProblems?.forEach((problem) => this.countProblem(problem));
    if (outcome === 'stored') this.totals.stored += 1;
    if (outcome === 'duplicate') this.totals.duplicates += 1;
    else this.totals.receptions += 1;
    this.parts.observer.settled(ingested, result);
  }

  private countProblem({ metric, fault }: ReadingProblem): void {
    const counts = (this.readingProblems[metric] ??= {});
    counts[fault] = (counts[fault] ?? 0) + 1;
  }

  private fail({ packet }: Ingested, error: Error): void {
    this.drop('failed');
    this.parts.logger.error(
      { event: 'store.refused_message', err: error, from: packet.from, port: packet.portName },
      'One message could not be stored and was dropped',
    );
  }

  private publish(pending: readonly Pending[], results: readonly CommitResult[]): void {
    const { fanout, clock, observer } = this.parts;
    fanout.publish(results.flatMap((result) => result.changes));
    const oldest = Math.min(...pending.map(({ ingested }) => ingested.reception.receivedAt));
    const age = clock() - oldest;
    if (age < LIVE_WITHIN_MS) observer.published(Math.max(0, age) / 1000);
  }

  private reject(message: RawMessage, reason: RejectReason, detail: string): void {
    const count = (this.rejected[reason] ?? 0) + 1;
    this.rejected[reason] = count;
    this.parts.observer.refused?.(reason, detail);
    const topic = message.topic.slice(0, 200);
    this.sampled.log(
      'warn',
      reason,
      { event: 'message.rejected', reason, detail, topic, bytes: message.payload.length, total: count },
      `A message was rejected: ${detail}`,
    );
  }

  private drop(reason: DropReason): void {
    const count = (this.dropped[reason] ?? 0) + 1;
    this.dropped[reason] = count;
    this.parts.observer.refused?.(reason, undefined);
    this.sampled.log(
      'info',
      reason,
      { event: 'message.dropped', reason, total: count },
      `Messages are dropped by policy: ${reason}`,
    );
  }
}

import type { Logger } from 'pino';
import { FatalError, StoreBlockedError } from '../errors.js';
import type { Ingested } from '../model.js';
import type { CommitResult, IngestStore } from '../store/store.js';
import { createBackOff, WITHOUT_JITTER } from '../timing/back-off.js';
import type { MessageQueue, Waiting } from './message-queue.js';

/** One message waiting for its commit. */
export interface Pending {
  readonly ingested: Ingested;
  /** Called once the message is durable (`CommitResult`), or cannot be stored at all (`Error`). */
  readonly settle: (result: CommitResult | Error) => void;
  /** Called when it was shed instead. */
  readonly release: () => void;
}

export interface CommitLoopParts {
  readonly queue: MessageQueue<Pending>;
  readonly store: Pick<IngestStore, 'commit'>;
  readonly batchSize: number;
  /** Minimum interval between commits; 0 = at the next turn of the event loop. */
  readonly batchIntervalMs: number;
  readonly logger: Logger;
  /** The database cannot be used any more: the process has to end. Nothing is acknowledged after this. */
  readonly onFatal: (error: FatalError) => void;
  readonly onCommitted: (batch: { readonly size: number; readonly seconds: number }) => void;
  /** Results of a commit, in batch order, after each message was settled. */
  readonly onResults: (pending: readonly Pending[], results: readonly CommitResult[]) => void;
}

export interface CommitLoop {
  /** Something was added to the queue. */
  wake(): void;
  /** Commits the waiting messages, as far as the store can write. */
  drain(): void;
  stop(): void;
  readonly blocked: { readonly since: number; readonly reason: string } | null;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Natural group commit: whatever one turn of the event loop brought is one transaction. Full groups are committed in
 * place, because an MQTT client works through everything it has parsed before timers and immediates get their turn.
 * While the store cannot be written, messages stay in the queue, unacknowledged, and the commit is tried again.
 */
export function createCommitLoop(parts: CommitLoopParts): CommitLoop {
  return new GroupCommitLoop(parts);
}

type Group = readonly Waiting<Pending>[];

class GroupCommitLoop implements CommitLoop {
  private readonly retry = createBackOff(FIRST_RETRY_MS, WITHOUT_JITTER);
  private cancelScheduled: (() => void) | undefined;
  private lastCommitAt = -Infinity;
  private retryMs = 0;
  private blockage: { readonly since: number; readonly reason: string } | null = null;
  private ended = false;

  constructor(private readonly parts: CommitLoopParts) {}

  wake(): void {
    const { queue, batchSize, batchIntervalMs } = this.parts;
    if (queue.size >= batchSize && batchIntervalMs === 0 && this.blockage === null) this.flush();
    if (queue.size > 0) this.schedule();
  }

  drain(): void {
    this.cancel();
    while (this.parts.queue.size > 0 && this.flush());
  }

  stop(): void {
    this.ended = true;
    this.cancel();
  }

  get blocked() {
    return this.blockage;
  }

  private schedule(): void {
    if (this.cancelScheduled !== undefined || this.ended) return;
    const { queue, batchSize, batchIntervalMs } = this.parts;
    // A full group does not wait: the interval spares the disk at low rates, it must not bound the throughput.
    const pause = queue.size >= batchSize ? 0 : batchIntervalMs - (performance.now() - this.lastCommitAt);
    const wait = this.blockage === null ? pause : this.retryMs;
    const run = () => {
      this.cancelScheduled = undefined;
      this.flush();
      if (queue.size > 0) this.schedule();
    };
    if (wait > 0) {
      const timer = setTimeout(run, wait);
      this.cancelScheduled = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(run);
      this.cancelScheduled = () => clearImmediate(immediate);
    }
  }

  private cancel(): void {
    this.cancelScheduled?.();
    this.cancelScheduled = undefined;
  }

  /** Commits one group; false when the store could not write it. */
  private flush(): boolean {
    const { queue, store, batchSize } = this.parts;
    const group = queue.peek(batchSize);
    if (group.length === 0 || this.ended) return false;
    const startedAt = performance.now();
    let results: readonly CommitResult[];
    try {
      results = store.commit(group.map(({ item }) => item.ingested));
    } catch (error) {
      return this.recover(group, error);
    }
    this.lastCommitAt = performance.now();
    queue.drop(group.length);
    this.unblock();
    this.parts.onCommitted({ size: group.length, seconds: (this.lastCommitAt - startedAt) / 1000 });
    this.announce(group, results);
    return true;
  }

  private announce(group: Group, results: readonly CommitResult[]): void {
    const pending = group.map(({ item }) => item);
    for (const [index, { settle }] of pending.entries()) {
      const result = results[index];
      if (result !== undefined) settle(result);
    }
    this.parts.onResults(pending, results);
  }

  private recover(group: Group, error: unknown): boolean {
    if (error instanceof StoreBlockedError) {
      this.block(error);
      return false;
    }
    if (error instanceof FatalError) {
      this.ended = true;
      this.parts.onFatal(error);
      return false;
    }
    return this.isolate(group);
  }

  /** Commits one by one, so that a message that cannot be stored does not stop the others. */
  private isolate(group: Group): boolean {
    const { queue, store } = this.parts;
    for (const { item } of group) {
      try {
        const results = store.commit([item.ingested]);
        queue.drop(1);
        this.announce([{ item, priority: 0, kept: false }], results);
      } catch (error) {
        if (error instanceof StoreBlockedError || error instanceof FatalError) return this.recover([], error);
        queue.drop(1);
        item.settle(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.lastCommitAt = performance.now();
    return true;
  }

  private block(error: StoreBlockedError): void {
    if (this.blockage === null) {
      this.parts.logger.error(
        { event: 'store.blocked', code: error.code },
        `${error.message} Messages stay with the broker until it can be written again.`,
      );
      this.blockage = { since: Date.now(), reason: error.message };
    }
    this.retryMs = this.retry.next(LAST_RETRY_MS);
  }

  private unblock(): void {
    if (this.blockage === null) return;
    this.parts.logger.info(
      { event: 'store.unblocked', seconds: (Date.now() - this.blockage.since) / 1000 },
      'The database can be written again',
    );
    this.blockage = null;
    this.retry.reset();
  }
}

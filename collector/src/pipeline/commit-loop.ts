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
  const { queue, store, batchSize, batchIntervalMs, logger } = parts;
  let cancelScheduled: (() => void) | undefined;
  let lastCommitAt = -Infinity;
  const retry = createBackOff(FIRST_RETRY_MS, WITHOUT_JITTER);
  let retryMs = 0;
  let blocked: { since: number; reason: string } | null = null;
  let ended = false;

  function schedule(): void {
    if (cancelScheduled !== undefined || ended) return;
    // A full group does not wait: the interval spares the disk at low rates, it must not bound the throughput.
    const pause = queue.size >= batchSize ? 0 : batchIntervalMs - (performance.now() - lastCommitAt);
    const wait = blocked === null ? pause : retryMs;
    const run = () => {
      cancelScheduled = undefined;
      flush();
      if (queue.size > 0) schedule();
    };
    if (wait > 0) {
      const timer = setTimeout(run, wait);
      cancelScheduled = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(run);
      cancelScheduled = () => clearImmediate(immediate);
    }
  }

  function cancel(): void {
    cancelScheduled?.();
    cancelScheduled = undefined;
  }

  /** Commits one group; false when the store could not write it. */
  function flush(): boolean {
    const group = queue.peek(batchSize);
    if (group.length === 0 || ended) return false;
    const startedAt = performance.now();
    let results: readonly CommitResult[];
    try {
      results = store.commit(group.map(({ item }) => item.ingested));
    } catch (error) {
      return recover(group, error);
    }
    lastCommitAt = performance.now();
    queue.drop(group.length);
    unblock();
    parts.onCommitted({ size: group.length, seconds: (lastCommitAt - startedAt) / 1000 });
    announce(group, results);
    return true;
  }

  function announce(group: readonly Waiting<Pending>[], results: readonly CommitResult[]): void {
    const pending = group.map(({ item }) => item);
    for (const [index, { settle }] of pending.entries()) {
      const result = results[index];
      if (result !== undefined) settle(result);
    }
    parts.onResults(pending, results);
  }

  function recover(group: readonly Waiting<Pending>[], error: unknown): boolean {
    if (error instanceof StoreBlockedError) {
      block(error);
      return false;
    }
    if (error instanceof FatalError) {
      ended = true;
      parts.onFatal(error);
      return false;
    }
    return isolate(group);
  }

  /** Commits one by one, so that a message that cannot be stored does not stop the others. */
  function isolate(group: readonly Waiting<Pending>[]): boolean {
    for (const { item } of group) {
      try {
        const results = store.commit([item.ingested]);
        queue.drop(1);
        announce([{ item, priority: 0, kept: false }], results);
      } catch (error) {
        if (error instanceof StoreBlockedError || error instanceof FatalError) return recover([], error);
        queue.drop(1);
        item.settle(error instanceof Error ? error : new Error(String(error)));
      }
    }
    lastCommitAt = performance.now();
    return true;
  }

  function block(error: StoreBlockedError): void {
    if (blocked === null) {
      logger.error(
        { event: 'store.blocked', code: error.code },
        `${error.message} Messages stay with the broker until it can be written again.`,
      );
      blocked = { since: Date.now(), reason: error.message };
    }
    retryMs = retry.next(LAST_RETRY_MS);
  }

  function unblock(): void {
    if (blocked === null) return;
    logger.info(
      { event: 'store.unblocked', seconds: (Date.now() - blocked.since) / 1000 },
      'The database can be written again',
    );
    blocked = null;
    retry.reset();
  }

  return {
    wake() {
      if (queue.size >= batchSize && batchIntervalMs === 0 && blocked === null) flush();
      if (queue.size > 0) schedule();
    },
    drain() {
      cancel();
      while (queue.size > 0 && flush());
    },
    stop() {
      ended = true;
      cancel();
    },
    get blocked() {
      return blocked;
    },
  };
}

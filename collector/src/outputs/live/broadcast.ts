import type { Logger } from 'pino';
import type { Change } from '../../store/store.js';
import { kindOf } from './change-item.js';
import type { Groups } from './groups.js';
import type { LiveLimits } from './limits.js';
import { createPendingChanges } from './merge.js';

/** Collects what was committed and sends it on in rounds. */
export interface Broadcast {
  publish(changes: readonly Change[]): void;
  stop(): void;
  /** Changes lost because more came than the stream can carry. */
  readonly overflowed: number;
}

export interface BroadcastParts {
  readonly groups: Groups;
  readonly limits: LiveLimits;
  readonly logger: Logger;
  readonly monotonicMs: () => number;
  /** Every client must know that it misses something. */
  readonly onOverflow: (changes: number) => void;
}

const LOG_EVERY_MS = 60_000;

export function createBroadcast({ groups, limits, logger, monotonicMs, onOverflow }: BroadcastParts): Broadcast {
  const pending = createPendingChanges(limits.maxPendingChanges);
  let timer: NodeJS.Timeout | undefined;
  let roundAt = -Infinity;
  let lost = 0;
  let overflowed = 0;
  let failureLoggedAt = -Infinity;
  let stopped = false;

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer ??= setTimeout(round, Math.max(0, delayMs)).unref();
  }

  function round(): void {
    timer = undefined;
    roundAt = monotonicMs();
    // What a failed round held is lost; nobody should believe otherwise.
    if (!guard(() => groups.send(pending.take(limits.roundBytes)))) lost += 1;
    if (lost > 0) guard(() => onOverflow(lost));
    lost = 0;
    if (pending.size > 0) schedule(limits.backlogIntervalMs);
  }

  /** The stream is a convenience: whatever fails here must not reach those who store. */
  function guard(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (monotonicMs() - failureLoggedAt < LOG_EVERY_MS) return false;
      failureLoggedAt = monotonicMs();
      logger.error({ event: 'live.failed', err: error }, 'The live stream failed; ingestion goes on');
      return false;
    }
  }

  return {
    publish(changes) {
      if (stopped || groups.size === 0) return;
      guard(() => {
        for (const change of changes) {
          if (!groups.wants(kindOf[change.kind]) || pending.add(change)) continue;
          lost += 1;
          overflowed += 1;
        }
        if (pending.size > 0) schedule(roundAt + limits.batchIntervalMs - monotonicMs());
      });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      pending.clear();
    },
    get overflowed() {
      return overflowed;
    },
  };
}

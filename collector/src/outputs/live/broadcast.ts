import type { Change } from '../../store/store.js';
import type { ThrottledLog } from '../../throttled-log.js';
import { kindOf } from './change-item.js';
import type { Groups } from './groups.js';
import type { LiveLimits } from './limits.js';
import { createPendingChanges } from './pending-changes.js';

/** Collects committed changes and sends them to the groups in rounds. */
export interface Broadcast {
  publish(changes: readonly Change[]): void;
  stop(): void;
  /** Changes lost because more came than the stream can carry. */
  readonly overflowed: number;
}

export interface BroadcastParts {
  readonly groups: Groups;
  readonly limits: LiveLimits;
  readonly log: ThrottledLog;
  readonly monotonicMs: () => number;
  /** Called with the number of lost changes, so that every client is notified. */
  readonly onOverflow: (changes: number) => void;
}

export function createBroadcast({ groups, limits, log, monotonicMs, onOverflow }: BroadcastParts): Broadcast {
  const pending = createPendingChanges(limits.maxPendingChanges);
  let timer: NodeJS.Timeout | undefined;
  let roundAt = -Infinity;
  let lost = 0;
  let overflowed = 0;
  let stopped = false;

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer ??= setTimeout(round, Math.max(0, delayMs)).unref();
  }

  function round(): void {
    timer = undefined;
    roundAt = monotonicMs();
    // The changes of a failed round are lost, and clients are notified.
    if (!guard(() => groups.send(pending.take(limits.roundBytes)))) lost += 1;
    if (lost > 0) guard(() => onOverflow(lost));
    lost = 0;
    if (pending.size > 0) schedule(limits.backlogIntervalMs);
  }

  /** A failure of the stream must not reach the pipeline that publishes. */
  function guard(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      const event = 'live.failed';
      log.log('error', event, { event, err: error }, 'The live stream failed; ingestion continues');
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

import type { Group } from './group.js';
import { createPayload, type Payload } from './payload.js';

/** Something long that a client gets piece by piece, as fast as it reads. */
export interface Feed {
  /** While it lasts: are live batches held back, because the feed contains them? */
  readonly holdsBatches: boolean;
  /** The next piece; `done` when there is none. A number: so many batches are no longer known, the feed ends. */
  next(): Payload | 'done' | number;
}

/** The state of everything the group is about. */
export function createSnapshotFeed(group: Group): Feed {
  const { parts } = group.snapshot();
  return {
    holdsBatches: false,
    next() {
      const part = parts.next();
      return part.done === true ? 'done' : createPayload(part.value, group.subscription.compression);
    },
  };
}

/** The batches after `seq`, until the client has caught up. */
export function createReplayFeed(group: Group, seq: number): Feed {
  return {
    holdsBatches: true,
    next() {
      if (seq >= group.seq) return 'done';
      seq += 1;
      return group.batch(seq) ?? group.seq - seq + 1;
    },
  };
}

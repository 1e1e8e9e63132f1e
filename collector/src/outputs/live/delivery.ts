import type { ServerMessage } from '@mesh-observatory/contract/live';
import { createReplayFeed, createSnapshotFeed, type Feed } from './feed.js';
import type { Group, Member } from './group.js';
import type { LiveLimits } from './limits.js';
import { createOutbox, type OutboxSocket } from './outbox.js';
import { createPayload, type Payload } from './payload.js';

/** Everything that goes to one client: never more than it can read, always in order. */
export interface Delivery extends Member {
  /** Sends a message of the protocol that is not a batch. */
  say(message: ServerMessage): void;
  join(group: Group, resumeAfter: number | undefined): void;
  leave(): void;
  /** Starts one now, or as soon as the one under way is done and the pause between two is over. */
  sendSnapshot(): void;
  stop(): void;
  readonly group: Group | undefined;
  readonly lagging: boolean;
  readonly bufferedBytes: number;
}

export interface DeliveryParts {
  readonly socket: OutboxSocket;
  readonly limits: LiveLimits;
  readonly monotonicMs: () => number;
  readonly onSent: (bytes: number) => void;
  readonly onDropped: (batches: number) => void;
  /** The client has been behind for too long. */
  readonly onTooSlow: () => void;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { socket, limits, monotonicMs } = parts;
  let group: Group | undefined;
  let feed: Feed | undefined;
  let piece: Payload | undefined;
  let lag: { readonly since: number; dropped: number } | undefined;
  let snapshotAt = -Infinity;
  let snapshotTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  const outbox = createOutbox({
    socket,
    maxBytes: limits.maxBufferedBytes,
    onSent: (bytes) => {
      parts.onSent(bytes);
      if (stopped) return;
      if (outbox.bufferedBytes <= limits.maxBufferedBytes / 2) catchUp();
      pump();
    },
  });

  const say = (message: ServerMessage) => outbox.offer(createPayload(JSON.stringify(message), 'none'));
  const tellLag = (dropped: number) => say({ type: 'lagging', seq: group?.seq ?? 0, dropped });

  /** The client has read enough to go on; it is told what it missed. */
  function catchUp(): void {
    if (lag === undefined) return;
    const { dropped } = lag;
    lag = undefined;
    tellLag(dropped);
  }

  function drop(): void {
    const first = lag === undefined;
    lag ??= { since: monotonicMs(), dropped: 0 };
    lag.dropped += 1;
    parts.onDropped(1);
    if (first)
      tellLag(1); // when there is room for so little
    else if (monotonicMs() - lag.since >= limits.lagGraceMs) parts.onTooSlow();
  }

  /** Keeps the socket busy with the feed, and leaves room for live batches beside it. */
  function pump(): void {
    while (feed !== undefined && outbox.bufferedBytes < limits.maxBufferedBytes / 4) {
      const next = piece ?? feed.next();
      if (next === 'done' || typeof next === 'number') {
        feed = undefined;
        if (next === 'done') return;
        tellLag(next);
        requestSnapshot();
        return;
      }
      piece = outbox.offer(next) ? undefined : next;
      if (piece !== undefined) return;
    }
  }

  function startSnapshot(): void {
    if (stopped || group === undefined) return;
    if (feed !== undefined) {
      scheduleSnapshot(limits.snapshotIntervalMs); // after the one under way
      return;
    }
    snapshotAt = monotonicMs();
    feed = createSnapshotFeed(group);
    pump();
  }

  function scheduleSnapshot(delayMs: number): void {
    clearTimeout(snapshotTimer);
    snapshotTimer = setTimeout(startSnapshot, delayMs).unref();
  }

  function requestSnapshot(): void {
    const wait = snapshotAt + limits.snapshotIntervalMs - monotonicMs();
    if (wait > 0 || feed !== undefined) scheduleSnapshot(Math.max(wait, 0));
    else startSnapshot();
  }

  function leave(): void {
    clearTimeout(snapshotTimer);
    feed = undefined;
    piece = undefined;
    group?.members.delete(delivery);
    group = undefined;
  }

  const delivery: Delivery = {
    say,
    join(next, resumeAfter) {
      leave();
      group = next;
      if (resumeAfter !== undefined) feed = createReplayFeed(next, resumeAfter);
      next.members.add(delivery);
      pump();
    },
    leave,
    sendSnapshot: requestSnapshot,
    deliver(payload) {
      if (stopped || feed?.holdsBatches === true) return;
      if (lag !== undefined || !outbox.offer(payload)) drop();
    },
    stop() {
      stopped = true;
      leave();
      outbox.clear();
    },
    get group() {
      return group;
    },
    get lagging() {
      return lag !== undefined;
    },
    get bufferedBytes() {
      return outbox.bufferedBytes;
    },
  };
  return delivery;
}

import type { ServerMessage } from '@mesh-observatory/contract/live';
import type { Group, Member } from './group.js';
import type { LiveLimits } from './limits.js';
import { createOutbox, createPayload, type Outbox, type OutboxSocket, type Payload } from './outbox.js';

export interface DeliveryParts {
  readonly socket: OutboxSocket;
  readonly limits: LiveLimits;
  readonly monotonicMs: () => number;
  readonly onSent: (bytes: number) => void;
  readonly onDropped: (batches: number) => void;
  /** There is room for more than the live batches. */
  readonly onRoom: () => void;
  /** The client has been behind for too long. */
  readonly onTooSlow: () => void;
}

/** A long answer that a client gets piece by piece, as fast as it reads. */
interface Feed {
  /** Whether live batches are held back meanwhile, because the feed contains them. */
  readonly holdsBatches: boolean;
  /** The next piece; `done` when there is none. A number: so many batches are no longer remembered, the feed ends. */
  next(): Payload | 'done' | number;
}

/** Sends one client what it subscribed to: never more than it can read, always in order. */
export class Delivery implements Member {
  readonly #parts: DeliveryParts;
  readonly #outbox: Outbox;
  #group: Group | undefined;
  #feed: Feed | undefined;
  /** A piece of the feed that did not fit into the outbox. */
  #waitingPiece: Payload | undefined;
  #lag: { readonly since: number; dropped: number } | undefined;
  #snapshotAt = -Infinity;
  #snapshotTimer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#outbox = createOutbox({
      socket: parts.socket,
      maxBytes: parts.limits.maxBufferedBytes,
      onSent: (bytes) => this.#handleSent(bytes),
    });
  }

  get group(): Group | undefined {
    return this.#group;
  }

  get lagging(): boolean {
    return this.#lag !== undefined;
  }

  get bufferedBytes(): number {
    return this.#outbox.bufferedBytes;
  }

  /** Sends a message of the protocol that is not a batch. */
  send(message: ServerMessage): void {
    this.#outbox.offer(createPayload(JSON.stringify(message), 'none'));
  }

  /** Sends a message that may wait; false when the client has to read what is before it first. */
  offer(json: string): boolean {
    return !this.#stopped && this.#hasRoom && this.#outbox.offer(createPayload(json, 'none'));
  }

  /** Takes a batch of the group; skips it when the client is behind. */
  deliver(payload: Payload): void {
    if (this.#stopped || this.#feed?.holdsBatches === true) return;
    if (this.#lag !== undefined || !this.#outbox.offer(payload)) this.#skipBatch();
  }

  /** Replaces the subscription. `resumeAfter`: the batches after this number are sent again first. */
  join(group: Group, resumeAfter: number | undefined): void {
    this.#leave();
    this.#group = group;
    if (resumeAfter !== undefined) this.#feed = createReplayFeed(group, resumeAfter);
    group.members.add(this);
    this.#pumpFeed();
  }

  /** Starts a snapshot now, or as soon as the one under way is done and the pause between two is over. */
  sendSnapshot(): void {
    const { limits, monotonicMs } = this.#parts;
    const waitMs = this.#snapshotAt + limits.snapshotIntervalMs - monotonicMs();
    if (waitMs > 0 || this.#feed !== undefined) this.#scheduleSnapshot(Math.max(waitMs, 0));
    else this.#startSnapshot();
  }

  stop(): void {
    this.#stopped = true;
    this.#leave();
    this.#outbox.clear();
  }

  #leave(): void {
    clearTimeout(this.#snapshotTimer);
    this.#feed = undefined;
    this.#waitingPiece = undefined;
    this.#group?.members.delete(this);
    this.#group = undefined;
  }

  #handleSent(bytes: number): void {
    this.#parts.onSent(bytes);
    if (this.#stopped) return;
    if (this.#outbox.bufferedBytes <= this.#parts.limits.maxBufferedBytes / 2) this.#endLag();
    this.#pumpFeed();
    if (this.#hasRoom) this.#parts.onRoom();
  }

  /** Room is left for live batches beside long answers. */
  get #hasRoom(): boolean {
    return this.#outbox.bufferedBytes < this.#parts.limits.maxBufferedBytes / 4;
  }

  #skipBatch(): void {
    const { limits, monotonicMs, onDropped, onTooSlow } = this.#parts;
    const first = this.#lag === undefined;
    this.#lag ??= { since: monotonicMs(), dropped: 0 };
    this.#lag.dropped += 1;
    onDropped(1);
    if (first)
      this.#sendLagging(1); // when there is room for so little
    else if (monotonicMs() - this.#lag.since >= limits.lagGraceMs) onTooSlow();
  }

  /** Resumes sending once the client has read enough, and notifies it of the number of batches it missed. */
  #endLag(): void {
    if (this.#lag === undefined) return;
    const { dropped } = this.#lag;
    this.#lag = undefined;
    this.#sendLagging(dropped);
  }

  #sendLagging(dropped: number): void {
    this.send({ type: 'lagging', seq: this.#group?.seq ?? 0, dropped });
  }

  /** Keeps the socket busy with the feed, and leaves room for live batches beside it. */
  #pumpFeed(): void {
    while (this.#feed !== undefined && this.#hasRoom) {
      const next = this.#waitingPiece ?? this.#feed.next();
      if (next === 'done' || typeof next === 'number') {
        this.#feed = undefined;
        if (next === 'done') return;
        this.#sendLagging(next);
        this.sendSnapshot();
        return;
      }
      this.#waitingPiece = this.#outbox.offer(next) ? undefined : next;
      if (this.#waitingPiece !== undefined) return;
    }
  }

  #startSnapshot(): void {
    if (this.#stopped || this.#group === undefined) return;
    if (this.#feed !== undefined) {
      this.#scheduleSnapshot(this.#parts.limits.snapshotIntervalMs); // after the one under way
      return;
    }
    this.#snapshotAt = this.#parts.monotonicMs();
    this.#feed = createSnapshotFeed(this.#group);
    this.#pumpFeed();
  }

  #scheduleSnapshot(delayMs: number): void {
    clearTimeout(this.#snapshotTimer);
    this.#snapshotTimer = setTimeout(() => this.#startSnapshot(), delayMs).unref();
  }
}

/** The state of everything the group covers. */
function createSnapshotFeed(group: Group): Feed {
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
function createReplayFeed(group: Group, seq: number): Feed {
  return {
    holdsBatches: true,
    next() {
      if (seq >= group.seq) return 'done';
      seq += 1;
      return group.batch(seq) ?? group.seq - seq + 1;
    },
  };
}

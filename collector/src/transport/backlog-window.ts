import { MINUTE_MS } from '@mesh-observatory/contract/time';

/** A broker sends what it kept at once; when nothing came for so long, it kept nothing. */
const FIRST_WITHIN_MS = 5_000;
/** The first pause between two messages ends the backlog; commits to a slow disk are no pause. */
const PAUSE_MS = 2_000;
/** A busy mesh has no pauses: even a large backlog is delivered in this time. */
const LONGEST_MS = 10 * MINUTE_MS;

/** Tells whether the broker may have kept a message while we were away: it delivers those first, right after CONNACK. */
export class BacklogWindow {
  #openedAt: number | undefined;
  #lastMessageAt: number | undefined;

  /** A connection was accepted. `kept`: the broker has our session. Times in ms of one monotonic clock. */
  connected(kept: boolean, now: number): void {
    this.#openedAt = kept ? now : undefined;
    this.#lastMessageAt = undefined;
  }

  /** Notes a message; true when it may be part of the backlog. */
  message(now: number): boolean {
    if (this.#openedAt === undefined) return false;
    const hasPaused =
      this.#lastMessageAt === undefined ? now - this.#openedAt > FIRST_WITHIN_MS : now - this.#lastMessageAt > PAUSE_MS;
    if (hasPaused || now - this.#openedAt > LONGEST_MS) {
      this.#openedAt = undefined;
      return false;
    }
    this.#lastMessageAt = now;
    return true;
  }
}

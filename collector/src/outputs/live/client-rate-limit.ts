import { MINUTE_MS } from '@mesh-observatory/contract/time';

/** Limits how fast one client may send, and how many violations of the protocol it may commit. Times are monotonic ms. */
export class ClientRateLimit {
  readonly #perSecond: number;
  readonly #maxViolations: number;
  #tokens: number;
  #refilledAt = -Infinity;
  #violations = 0;
  #violatedAt = -Infinity;

  constructor(perSecond: number, maxViolations: number) {
    this.#perSecond = perSecond;
    this.#maxViolations = maxViolations;
    this.#tokens = perSecond;
  }

  /** Counts one message or ping; false when it came faster than allowed. */
  allow(now: number): boolean {
    const refill = this.#refilledAt === -Infinity ? 0 : ((now - this.#refilledAt) * this.#perSecond) / 1000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + refill);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Counts one violation; false when it was one too many. A minute without any clears the count. */
  recordViolation(now: number): boolean {
    if (now - this.#violatedAt > MINUTE_MS) this.#violations = 0;
    this.#violatedAt = now;
    this.#violations += 1;
    return this.#violations < this.#maxViolations;
  }
}

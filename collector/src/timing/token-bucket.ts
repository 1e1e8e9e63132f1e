/** Limits a rate: `capacity` at once, refilled evenly. Starts full. Times are milliseconds of any one clock. */
export class TokenBucket {
  private tokens: number;
  private refilledAt = -Infinity;

  /** @param refillMs how long it takes to refill an empty bucket */
  constructor(
    private readonly capacity: number,
    private readonly refillMs: number,
  ) {
    this.tokens = capacity;
  }

  /** Takes one token; false when there is none. A time older than the last one refills nothing. */
  take(atMs: number): boolean {
    const elapsed = Math.max(0, atMs - this.refilledAt);
    this.tokens = Math.min(this.capacity, this.tokens + (elapsed / this.refillMs) * this.capacity);
    this.refilledAt = Math.max(this.refilledAt, atMs);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** Counts what a client does wrong, and how fast it talks. Times are monotonic milliseconds. */
export interface Conduct {
  /** Takes note of one inbound message or ping; false = faster than allowed. */
  heard(now: number): boolean;
  /** Takes note of a mistake; false = one too many. */
  mistaken(now: number): boolean;
}

const MISTAKES_FORGOTTEN_MS = 60_000;

export function createConduct(perSecond: number, maxMistakes: number): Conduct {
  let allowance = perSecond;
  let heardAt = -Infinity;
  let mistakes = 0;
  let mistakenAt = -Infinity;
  return {
    heard(now) {
      const refill = heardAt === -Infinity ? perSecond : ((now - heardAt) * perSecond) / 1000;
      allowance = Math.min(perSecond, allowance + refill);
      heardAt = now;
      if (allowance < 1) return false;
      allowance -= 1;
      return true;
    },
    mistaken(now) {
      if (now - mistakenAt > MISTAKES_FORGOTTEN_MS) mistakes = 0;
      mistakenAt = now;
      mistakes += 1;
      return mistakes < maxMistakes;
    },
  };
}

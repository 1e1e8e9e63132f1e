/**
 * Translates the virtual clock to the time that devices stamp on their packets. History is stamped as it happened. Live
 * traffic is stamped with the time it is published at, also when the virtual clock runs faster: receivers reject
 * timestamps from the future.
 */
export interface WireClock {
  /** Live traffic starts here: `virtualAt` happens at `realAt`, and `speed` virtual seconds pass in a real one. */
  anchor(virtualAt: number, realAt: number, speed: number): void;
  readonly wallOf: (virtualAt: number) => number;
}

export function createWireClock(historyEndAt: number): WireClock {
  let virtualStart = historyEndAt;
  let realStart = historyEndAt;
  let speed = 1;
  return {
    anchor(virtualAt, realAt, factor) {
      virtualStart = virtualAt;
      realStart = realAt;
      speed = factor;
    },
    wallOf: (virtualAt) => (virtualAt <= historyEndAt ? virtualAt : realStart + (virtualAt - virtualStart) / speed),
  };
}

import { LRUCache } from 'lru-cache';
import type { Reception } from '../model.js';

const SAMPLE = 500;
const ENOUGH = 100;
const SUSPICIOUS_SHARE = 0.9;

interface Tally {
  packets: number;
  exhausted: number;
}

/**
 * Brokers with a zero-hop policy rewrite hop_limit to 0 and keep hop_start, so that every packet seems to have used up
 * all its hops. Where nearly all packets of a broker's channel look like that, the number means nothing and becomes null.
 */
export interface HopTrust {
  judge(reception: Reception, channel: string): Reception;
}

export function createHopTrust(maxChannels = 2_000): HopTrust {
  const tallies = new LRUCache<string, Tally>({ max: maxChannels });

  function count(key: string, exhausted: boolean): Tally {
    const tally = tallies.get(key) ?? { packets: 0, exhausted: 0 };
    if (tally.packets >= SAMPLE) {
      tally.packets /= 2;
      tally.exhausted /= 2;
    }
    tally.packets += 1;
    if (exhausted) tally.exhausted += 1;
    tallies.set(key, tally);
    return tally;
  }

  return {
    judge(reception, channel) {
      if (reception.own || reception.hopStart === null || reception.hopStart === 0 || reception.hopLimit === null)
        return reception;
      const tally = count(`${reception.broker}\0${channel}`, reception.hopLimit === 0);
      const untrusted = tally.packets >= ENOUGH && tally.exhausted / tally.packets > SUSPICIOUS_SHARE;
      return untrusted ? { ...reception, hopsAway: null } : reception;
    },
  };
}

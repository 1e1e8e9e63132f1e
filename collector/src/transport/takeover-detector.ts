import type { ConnectionEnd } from './mqtt-connection.js';

/** MQTT 5 DISCONNECT reason "Session taken over". */
const SESSION_TAKEN_OVER = 0x8e;
const TAKEOVERS = 4;
const WITHIN_MS = 120_000;
const CUTS_IN_A_ROW = 3;
const SHORT_LIFE_MS = 5_000;

/**
 * `proven`: the broker said so itself, again and again. `suspected`: connections are closed without a reason within
 * seconds, which a proxy, a firewall or an overloaded broker does as well.
 */
export type Takeover = 'none' | 'suspected' | 'proven';

export interface TakeoverDetector {
  /** Takes the end of every connection and tells whether another client uses our client id. */
  judge(end: ConnectionEnd): Takeover;
}

/**
 * Two clients with one client id disconnect each other for ever, and each looks healthy half of the time. Only MQTT 5 has
 * a word for it. With 3.1.1 a takeover looks like any other cut, so that it can be suspected and never proven.
 */
export function createTakeoverDetector(clock: () => number = () => performance.now()): TakeoverDetector {
  let takeovers: number[] = [];
  let cuts = 0;
  return {
    judge(end) {
      if (end.byUs) return 'none';
      const now = clock();
      if (end.accepted && end.reasonCode === SESSION_TAKEN_OVER) {
        takeovers = [...takeovers.filter((at) => now - at < WITHIN_MS), now];
        cuts = 0;
        return takeovers.length >= TAKEOVERS ? 'proven' : 'suspected';
      }
      const silent = end.subscribed && end.error === null && end.reasonCode === null;
      cuts = silent && end.livedMs < SHORT_LIFE_MS ? cuts + 1 : 0;
      return cuts >= CUTS_IN_A_ROW ? 'suspected' : 'none';
    },
  };
}

import type { ConnectionEnd } from './mqtt-connection.js';

/** MQTT 5 DISCONNECT reason "Session taken over". */
const SESSION_TAKEN_OVER = 0x8e;
const TAKEOVERS = 4;
const WITHIN_MS = 120_000;
const CUTS_IN_A_ROW = 5;
const SHORT_LIFE_MS = 5_000;

export type Suspicion = 'none' | 'suspected' | 'certain';

export interface TakeoverDetector {
  /** Takes the end of every connection and rates how likely another client is using our client id. */
  judge(end: ConnectionEnd): Suspicion;
}

/**
 * Two clients with one client id disconnect each other for ever, and each looks healthy half of the time. A broker with
 * MQTT 5 reports it; with 3.1.1 the sign is a working connection that is closed without a word within seconds, again and
 * again. Anything else in between (refused, unreachable, cut by the network) indicates another cause.
 */
export function createTakeoverDetector(clock: () => number = () => performance.now()): TakeoverDetector {
  let takeovers: number[] = [];
  let cuts = 0;
  return {
    judge(end) {
      if (end.byUs) return 'none';
      const now = clock();
      const takenOver = end.reasonCode === SESSION_TAKEN_OVER && end.accepted;
      if (takenOver) takeovers = [...takeovers.filter((at) => now - at < WITHIN_MS), now];
      const silent = end.subscribed && end.error === null && end.reasonCode === null;
      const cut = silent && end.livedMs < SHORT_LIFE_MS;
      cuts = cut ? cuts + 1 : 0;
      if (takeovers.length >= TAKEOVERS || cuts >= CUTS_IN_A_ROW) return 'certain';
      return takenOver || cut ? 'suspected' : 'none';
    },
  };
}

import { DEAF_TOLERANCE_MS, RHYTHM_HALF_LIFE_MS, STOCK_INTERVALS } from '@mesh-observatory/contract/presence';
import { MINUTE_MS } from '@mesh-observatory/contract/time';

/**
 * How often something is heard: five numbers, whatever its history. Made from receive times of the collector alone.
 * Times in Unix ms, intervals in ms.
 */
export interface Rhythm {
  /** The first packet. */
  readonly since: number;
  /** The newest packet. */
  readonly lastAt: number;
  /** Intervals measured. */
  readonly count: number;
  /** About four of five intervals are no longer than this. */
  readonly usual: number;
  /** The longest interval; it fades with time, and one outage does not make it long. */
  readonly longest: number;
}

export interface RhythmRules {
  /** Packets within this time are one. */
  readonly mergeMs: number;
  /** Intervals up to twice this are learned at once. */
  readonly growFromMs: number;
  /** The same while the rhythm is new. */
  readonly learnFromMs: number;
}

/** Packets of a node on one port. Several packets of telemetry in one minute are one report. */
export const NODE_RHYTHM: RhythmRules = {
  mergeMs: MINUTE_MS,
  growFromMs: 15 * MINUTE_MS,
  learnFromMs: STOCK_INTERVALS.nodeInfo,
};
/** Packets of a gateway or of the whole mesh. */
export const TRAFFIC_RHYTHM: RhythmRules = { mergeMs: 0, growFromMs: MINUTE_MS, learnFromMs: MINUTE_MS };

/** While a rhythm is new, it is found in few steps. */
const NEW_COUNT = 6;
const STEP_UP_WHEN_NEW = 2;
/** Four steps down undo one step up: the usual interval settles where a fifth of all intervals are longer. */
const STEP_UP = 1.24;
const STEP_DOWN = 0.95;

const startOf = (at: number): Rhythm => ({ since: at, lastAt: at, count: 0, usual: 0, longest: 0 });

/**
 * Adds a packet received at `at`; `listeningSince` is when the collector began to hear without a break.
 *
 * - A packet of the past changes nothing.
 * - The interval over a break is not measured: packets may have been missed.
 * - An interval counts for at most twice the longest one so far. One outage is forgotten within days; a habit, such as
 *   being switched off every night, is learned after a few times.
 */
export function observe(
  rhythm: Rhythm | undefined,
  at: number,
  listeningSince: number,
  { mergeMs, growFromMs, learnFromMs }: RhythmRules,
): Rhythm {
  if (rhythm === undefined) return startOf(at);
  const { since, lastAt, count, usual, longest } = rhythm;
  // The clock of the collector was ahead.
  if (at < lastAt - DEAF_TOLERANCE_MS) return { ...rhythm, since: Math.min(since, at), lastAt: at };
  const interval = at - lastAt;
  if (interval <= 0 || interval < mergeMs) return rhythm;
  if (lastAt < listeningSince) return { ...rhythm, lastAt: at };
  const isNew = count < NEW_COUNT;
  const growFrom = isNew ? learnFromMs : growFromMs;
  const faded = longest * 0.5 ** (interval / RHYTHM_HALF_LIFE_MS);
  return {
    since,
    lastAt: at,
    count: count + 1,
    usual: nextUsual(usual, interval, isNew, growFromMs),
    longest: Math.max(faded, Math.min(interval, 2 * Math.max(longest, growFrom))),
  };
}

function nextUsual(usual: number, interval: number, isNew: boolean, growFromMs: number): number {
  if (interval <= usual) return Math.max(interval, usual * STEP_DOWN);
  return Math.min(interval, Math.max(usual, growFromMs) * (isNew ? STEP_UP_WHEN_NEW : STEP_UP));
}

type StoredRhythm = readonly [since: number, lastAt: number, count: number, usual: number, longest: number];

/** The rhythm as it is stored: an array of five whole numbers. */
export const toStored = ({ since, lastAt, count, usual, longest }: Rhythm): StoredRhythm => [
  since,
  lastAt,
  count,
  Math.round(usual),
  Math.round(longest),
];

export const fromStored = ([since, lastAt, count, usual, longest]: StoredRhythm): Rhythm => ({
  since,
  lastAt,
  count,
  usual,
  longest,
});

/** Reads what `serialize` wrote; an empty text is no rhythm yet. */
export const parseRhythm = (text: string): Rhythm | undefined =>
  text === '' ? undefined : fromStored(JSON.parse(text) as StoredRhythm);

export const serializeRhythm = (rhythm: Rhythm | undefined): string =>
  rhythm === undefined ? '' : JSON.stringify(toStored(rhythm));

/** Rhythms of a node by port. */
export type NodeRhythm = Readonly<Record<number, Rhythm>>;

export function parseNodeRhythm(text: string): NodeRhythm {
  if (text === '') return {};
  const stored = Object.entries(JSON.parse(text) as Record<string, StoredRhythm>);
  return Object.fromEntries(stored.map(([port, rhythm]) => [port, fromStored(rhythm)]));
}

export function serializeNodeRhythm(rhythm: NodeRhythm): string {
  const ports = Object.entries(rhythm);
  return ports.length === 0
    ? ''
    : JSON.stringify(Object.fromEntries(ports.map(([port, one]) => [port, toStored(one)])));
}

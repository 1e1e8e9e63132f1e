import { DAY_MS, MINUTE_MS } from './time.js';

/** Longest list of each kind that one query may carry. */
export const queryListLimits = {
  metrics: 50,
  nodes: 2000,
  gateways: 500,
  channels: 100,
  roles: 50,
  portnums: 100,
  linkKinds: 10,
  eventKinds: 50,
  findingKinds: 50,
  filters: 20,
} as const;
export type QueryListName = keyof typeof queryListLimits;

export const queryLimits = {
  /** Queries of one request. */
  queries: 50,
  /** Rows or series of one answer. */
  rows: 50_000,
  /** Points of one series. */
  dataPoints: 20_000,
  search: 200,
  legend: 200,
  refId: 64,
  filterText: 500,
} as const;

export const variableLimits = { values: 10_000, defaultValues: 2000 } as const;

/** Lists of one subscription to kinds of changes; and the time range of a live query, in milliseconds. */
export const liveLimits = {
  nodes: 250,
  gateways: 100,
  channels: 50,
  kinds: 20,
  minRangeMs: 1000,
  maxRangeMs: 366 * DAY_MS,
  /** Longest message to the server. */
  messageBytes: 64 * 1024,
} as const;

/** Bounds of all live queries together. */
export const liveViewLimits = {
  /** Different queries at once; more are refused. */
  maxViews: 200,
  /** Values in their answers. */
  maxValues: 10_000_000,
  /** Least time between two readings of the newest rows. */
  newestPaceMs: 250,
  /** How long the answer to a query is kept when nobody follows it, for clients that reconnect. */
  lingerMs: MINUTE_MS,
} as const;

/** PortNum is a 9-bit number. */
export const MAX_PORTNUM = 511;

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

/** Lists of one live subscription. A message has at most 4,096 bytes, so that longer lists could not be sent. */
export const liveLimits = { nodes: 250, gateways: 100, channels: 50, kinds: 20 } as const;

/** PortNum is a 9-bit number. */
export const MAX_PORTNUM = 511;

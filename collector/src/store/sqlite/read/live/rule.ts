import type { Change } from '../../../store.js';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { ResolvedQuery } from '@mesh-observatory/contract/query';
import type { QueriesByType } from '../frames/context.js';

/** The part of an answer that has to be read again after a change. */
export type Effect = 'none' | 'all' | NewestRowsEffect;

export interface NewestRowsEffect {
  /** Unix ms: time of the row that is new or different. */
  readonly since: number;
  /** Key of the row, where a row may change its time: it leaves its old place. */
  readonly key?: string;
}

/** How the answer to a query of one type follows the changes of the mesh. */
export interface LiveRule<T extends QueryType = QueryType> {
  /** Least time between two complete readings, ms. */
  readonly paceMs: number;
  readonly effectOf: (change: Change, query: QueriesByType[T]) => Effect;
  /** For answers of one frame, newest rows first: enough to read the rows from a time on, and keep the others. */
  readonly newest?: NewestRows<T>;
}

export interface NewestRows<T extends QueryType> {
  /** The field with the time that the rows are ordered by. */
  readonly time: (query: QueriesByType[T]) => string;
  /** Rows older than the time range are no part of the answer. */
  readonly isTrimmed: (query: QueriesByType[T]) => boolean;
  readonly limit: (query: QueriesByType[T]) => number;
  /** The query that answers only rows from the start of its time range on. Default: the query itself. */
  readonly narrow?: (query: QueriesByType[T]) => QueriesByType[T];
}

export type LiveRules = { readonly [T in QueryType]: LiveRule<T> };

const names = ['shortName', 'longName'] as const;
const facts = [...names, 'role', 'hwModel', 'region', 'latitude', 'longitude'] as const;

type Fact = (typeof facts)[number];
const changes = (change: Change, wanted: readonly Fact[]) =>
  change.kind === 'node' && wanted.some((fact) => fact in change.patch);

/** A node got another name. */
export const isRenamed = (change: Change): boolean => changes(change, names);

/** A node moved. */
export const isMoved = (change: Change): boolean => changes(change, ['latitude', 'longitude']);

/** A node may have come into the scope of the query, or left it, with all that is about it. */
export function mayChangeScope(change: Change, { roles, filters, bounds, search }: ResolvedQuery): boolean {
  const isScoped = roles.length > 0 || filters.length > 0 || bounds !== undefined || search !== undefined;
  return isScoped && changes(change, facts);
}

/** The answer depends on the gateways that heard something. */
export function asksForGateways({ gateways, filters }: ResolvedQuery): boolean {
  return gateways.length > 0 || filters.some(({ key }) => key === 'gateway');
}

/** The answer is about nodes that were heard on certain channels in the time range. */
export function asksForChannels({ channels, filters }: ResolvedQuery): boolean {
  return channels.length > 0 || filters.some(({ key }) => key === 'channel');
}

/** A packet may bring its sender into the scope of the query. */
const mayBeHeardInScope = (change: Change, query: ResolvedQuery) =>
  change.kind === 'packet' && (asksForGateways(query) || asksForChannels(query));

/**
 * Everything is read again after any change of these kinds, when nodes get another name, role or place, and when they may
 * come into scope.
 */
export function readAgainAfter<T extends QueryType>(kinds: readonly Change['kind'][], paceMs: number): LiveRule<T> {
  return {
    paceMs,
    effectOf: (change, query) =>
      kinds.includes(change.kind) || changes(change, facts) || mayBeHeardInScope(change, query) ? 'all' : 'none',
  };
}

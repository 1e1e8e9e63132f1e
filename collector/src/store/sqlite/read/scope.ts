import { portNameOf } from '@mesh-observatory/contract/ports';
import type { AdhocFilter, ResolvedQuery } from '@mesh-observatory/contract/query';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import { RequestError } from '../../../errors.js';
import type { Reader } from './connection.js';
import { isOneOf, sql, cancellable, inRange, type TimeRange, type Sql } from './sql.js';
import { nodesOnChannels } from './node-channels.js';
import { nodeId } from '../rows/node-id.js';
import type { Aliases } from './aliases.js';
import { nodeMatches, nodeNums, nodesInside } from './lists/list-reader.js';

/**
 * Nodes, gateways, channels and ports a query is limited to, as the numbers of the tables; `null` = no limit. Nodes and
 * gateways are in it with every number they had.
 */
export interface Scope {
  readonly nodes: readonly number[] | null;
  readonly gateways: readonly number[] | null;
  readonly channelIds: readonly number[] | null;
  /** -1 = unknown port. */
  readonly portnums: readonly number[] | null;
  /** True when links, events or messages of this kind are in scope. */
  readonly hasKind: (kind: string) => boolean;
  readonly aliases: Aliases;
}

type ScopeOptions = Pick<ResolvedQuery, 'filters'> &
  Partial<Pick<ResolvedQuery, 'nodes' | 'gateways' | 'channels' | 'roles' | 'bounds' | 'search'>> & {
    readonly portnums?: readonly number[];
  };

const UNKNOWN_PORT = -1;
const MAX_PORT = 511;
const HOURLY_FROM_MS = 48 * HOUR_MS;

function pattern(filter: AdhocFilter): RegExp {
  try {
    return new RegExp(`^(?:${filter.value})$`, 'u');
  } catch {
    throw new RequestError(
      'bad_filter',
      `The filter on ${filter.key} is not a valid regular expression: ${filter.value}`,
    );
  }
}

/** Tests the names of something against a filter. As in Prometheus, an expression has to match the whole name. */
function test(filter: AdhocFilter): (names: readonly string[]) => boolean {
  const values = new Set(filter.operator.endsWith('|') ? (filter.values ?? [filter.value]) : [filter.value]);
  const positive = !filter.operator.startsWith('!');
  const expression = filter.operator.endsWith('~') ? pattern(filter) : undefined;
  const matches = (name: string) => (expression === undefined ? values.has(name) : expression.test(name));
  return (names) => names.some(matches) === positive;
}

const named = (...names: readonly (string | null)[]) => names.filter((name) => name !== null);

interface Candidate {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly role: string | null;
  readonly hw_model: string | null;
  readonly region: string | null;
}

const nodeKeys: Partial<Record<AdhocFilter['key'], (node: Candidate, aliases: Aliases) => string[]>> = {
  node: (node, aliases) => namesOf(node, aliases),
  role: (node) => named(node.role),
  hwModel: (node) => named(node.hw_model),
  region: (node) => named(node.region),
};

/** Ids and names that a filter may be about. */
function namesOf({ node_num, short_name, long_name }: Candidate, aliases: Aliases): string[] {
  return [...named(nodeId(node_num), short_name, long_name), ...aliases.formerIds(node_num)];
}

const candidates = (reader: Reader, where: Sql): Candidate[] =>
  reader.all(sql<Candidate>`
    SELECT n.node_num, n.long_name, n.short_name, n.role, n.hw_model, n.region FROM nodes n WHERE ${where}`);

function pickedNums({ aliases }: Reader, ids: readonly string[] | undefined): readonly number[] | undefined {
  const nums = nodeNums(ids);
  return nums === undefined ? undefined : aliases.expand(nums);
}

function nodesOf(reader: Reader, asked: ScopeOptions): readonly number[] | null {
  const filters = asked.filters.flatMap((filter) => {
    const names = nodeKeys[filter.key];
    const passes = test(filter);
    return names === undefined ? [] : [(node: Candidate) => passes(names(node, reader.aliases))];
  });
  const picked = pickedNums(reader, asked.nodes);
  const roles = asked.roles?.length ? asked.roles : undefined;
  const search = asked.search === '' ? undefined : asked.search;
  if (filters.length === 0 && roles === undefined && search === undefined && asked.bounds === undefined) {
    return picked ?? null;
  }
  const where = sql`${isOneOf(sql`n.node_num`, picked)} AND ${isOneOf(sql`n.role`, roles)} AND ${nodeMatches(search)}
    AND ${nodesInside(sql`n.node_num`, asked.bounds)}`;
  const found = candidates(reader, where).filter((node) => filters.every((passes) => passes(node)));
  return reader.aliases.expand(found.map((node) => node.node_num));
}

function gatewaysOf(reader: Reader, asked: ScopeOptions): readonly number[] | null {
  const filters = asked.filters.filter(({ key }) => key === 'gateway').map(test);
  const picked = pickedNums(reader, asked.gateways);
  if (filters.length === 0) return picked ?? null;
  const known = reader.all(sql<Candidate>`
    SELECT g.gateway_num AS node_num, n.long_name, n.short_name, n.role, n.hw_model, n.region
    FROM gateways g LEFT JOIN nodes n ON n.node_num = g.gateway_num WHERE ${isOneOf(sql`g.gateway_num`, picked)}`);
  const found = known
    .filter((gateway) => filters.every((passes) => passes(namesOf(gateway, reader.aliases))))
    .map((gateway) => gateway.node_num);
  return reader.aliases.expand(found);
}

function channelsOf(reader: Reader, asked: ScopeOptions): number[] | null {
  const filters = asked.filters.filter(({ key }) => key === 'channel').map(test);
  const picked = asked.channels?.length ? asked.channels : undefined;
  if (filters.length === 0 && picked === undefined) return null;
  return reader
    .tuples(sql<[number, string]>`SELECT channel_id, name FROM channels WHERE ${isOneOf(sql`name`, picked)}`)
    .filter(([, name]) => filters.every((passes) => passes([name])))
    .map(([id]) => id);
}

function portsOf(asked: ScopeOptions): readonly number[] | null {
  const filters = asked.filters.filter(({ key }) => key === 'port').map(test);
  const picked = asked.portnums?.length ? asked.portnums : undefined;
  if (filters.length === 0) return picked ?? null;
  const all = picked ?? Array.from({ length: MAX_PORT - UNKNOWN_PORT + 1 }, (_, index) => index + UNKNOWN_PORT);
  const names = (port: number) => (port === UNKNOWN_PORT ? ['unknown'] : [portNameOf(port), String(port)]);
  return all.filter((port) => filters.every((passes) => passes(names(port))));
}

/** @throws RequestError 400 for a bad regular expression. */
export function resolveScope(reader: Reader, asked: ScopeOptions): Scope {
  const kinds = asked.filters.filter(({ key }) => key === 'kind').map(test);
  return {
    nodes: nodesOf(reader, asked),
    gateways: gatewaysOf(reader, asked),
    channelIds: channelsOf(reader, asked),
    portnums: portsOf(asked),
    hasKind: (kind) => kinds.every((passes) => passes([kind])),
    aliases: reader.aliases,
  };
}

/**
 * Nodes in scope, as a clause on a column of node numbers. A long list must not make SQLite walk an index node by node
 * where one walk along time would do; `+` keeps the column out of index look-ups.
 */
export function inScope(column: Sql, nums: readonly number[] | null): Sql {
  return nums !== null && nums.length > 50 ? isOneOf(sql`+${column}`, nums) : isOneOf(column, nums);
}

/** Unknown ports are NULL in `packets`. */
export function onPorts(column: Sql, portnums: readonly number[] | null): Sql {
  return portnums === null ? sql`TRUE` : isOneOf(sql`COALESCE(${column}, -1)`, portnums);
}

/** The nodes in scope that were heard in the range by the gateways and on the channels in scope; null = all nodes. */
export function nodesHeard(reader: Reader, scope: Scope, range: TimeRange): readonly number[] | null {
  const heard = nodesHeardByGateways(reader, scope, range);
  if (scope.channelIds === null) return heard;
  const onChannels = nodesOnChannels(reader, scope.channelIds, range);
  if (heard === null) return onChannels;
  const theirs = new Set(onChannels);
  return heard.filter((num) => theirs.has(num));
}

/**
 * The gateways in scope and the nodes they heard in the range, narrowed to the nodes in scope. Beyond two days the
 * hourly roll-up answers, so that the cost does not grow with the number of receptions.
 */
function nodesHeardByGateways(reader: Reader, scope: Scope, range: TimeRange): readonly number[] | null {
  if (scope.gateways === null) return scope.nodes;
  const recent = Math.max(range.from, range.to - HOURLY_FROM_MS);
  const firstHour = recent === range.from ? recent : range.from - (range.from % HOUR_MS);
  const heard = reader.tuples(sql<[number]>`
    SELECT DISTINCT r.from_num FROM receptions r WHERE ${isOneOf(sql`r.gateway_num`, scope.gateways)}
      AND ${inRange(sql`r.received_at`, { from: recent, to: range.to })} AND r.own = 0 AND ${cancellable(sql`r.packet_row`)}
    UNION
    SELECT DISTINCT h.from_num FROM receptions_hourly h WHERE ${isOneOf(sql`h.gateway_num`, scope.gateways)}
      AND ${inRange(sql`h.hour`, { from: firstHour, to: recent })} AND ${cancellable(sql`h.receptions`)}`);
  const nums = new Set(scope.aliases.expand([...scope.gateways, ...heard.map(([num]) => num)]));
  return scope.nodes === null ? [...nums] : scope.nodes.filter((num) => nums.has(num));
}

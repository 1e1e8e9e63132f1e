import { isolated } from '@mesh-observatory/contract/isolated';
import { derivedMetrics, type DerivedMetric } from '@mesh-observatory/contract/derived-metrics';
import { portNameOf } from '@mesh-observatory/contract/ports';
import type { VariablesRequest, VariableValue } from '@mesh-observatory/contract/query';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { PKI_CHANNEL } from '../../../model.js';
import type { Reader } from './connection.js';
import { nodeId } from '../rows/node-id.js';
import { inScope, nodesHeard, resolveScope, type Scope } from './scope.js';
import { formerIdMatches } from './aliases.js';
import { contains, isOneOf, sql, type Sql } from './sql.js';

const WEEK_MS = 7 * DAY_MS;

type Lister = (reader: Reader, request: VariablesRequest, scope: Scope) => VariableValue[];

/** `SHRT · Long name`, as much of it as is known. */
function nodeText(num: number, shortName: string | null, longName: string | null): string {
  const names = [shortName ?? '', longName ?? ''].filter((name) => name !== '');
  return names.length === 0 ? nodeId(num) : names.map(isolated).join(' · ');
}

const nodeText$ = sql`COALESCE(n.short_name, '') || ' · ' || COALESCE(n.long_name, '') || ' ' || printf('!%08x', n.node_num)`;

const since = (column: Sql, from: number | undefined) => (from === undefined ? sql`TRUE` : sql`${column} >= ${from}`);
const searched = (column: Sql, search: string | undefined) =>
  search === undefined || search === '' ? sql`TRUE` : contains(column, search);

const nodeSearched = (search: string | undefined) =>
  search === undefined || search === ''
    ? sql`TRUE`
    : sql`(${contains(nodeText$, search)} OR ${formerIdMatches(sql`n.node_num`, (former) => contains(former, search))})`;

/** The range of the request; where it has no end, everything that is kept. */
const everIn = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: VariablesRequest) => ({ from, to });

const byName = sql`n.short_name IS NULL, n.short_name COLLATE NOCASE, n.node_num`;
const lastHeardFirst = sql`n.last_heard DESC, n.node_num`;

// Of nodes, gateways and channels, those heard last are kept when there are more than the limit; a search finds the others.

const nodesBy =
  (order: Sql): Lister =>
  (reader, request, scope) =>
    reader
      .tuples(
        sql<[number, string | null, string | null]>`
      SELECT n.node_num, n.short_name, n.long_name FROM (SELECT n.* FROM nodes n
      WHERE ${since(sql`n.last_heard`, request.from)}
        AND ${inScope(sql`n.node_num`, nodesHeard(reader, { ...scope, gateways: null }, everIn(request)))} AND ${nodeSearched(request.search)}
      ORDER BY ${lastHeardFirst} LIMIT ${request.limit}) n
      ORDER BY ${order}`,
      )
      .map(([num, shortName, longName]) => ({ text: nodeText(num, shortName, longName), value: nodeId(num) }));

const gateways: Lister = (reader, request, scope) =>
  reader
    .tuples(
      sql<[number, string | null, string | null]>`
      SELECT n.node_num, n.short_name, n.long_name FROM (SELECT n.* FROM
        (SELECT g.gateway_num AS node_num, x.short_name, x.long_name, g.last_seen
         FROM gateways g LEFT JOIN nodes x ON x.node_num = g.gateway_num) n
      WHERE ${since(sql`n.last_seen`, request.from)} AND ${isOneOf(sql`n.node_num`, scope.gateways)}
        AND ${inScope(sql`n.node_num`, scope.nodes)} AND ${nodeSearched(request.search)}
      ORDER BY n.last_seen DESC, n.node_num LIMIT ${request.limit}) n
      ORDER BY n.short_name IS NULL, n.short_name COLLATE NOCASE, n.node_num`,
    )
    .map(([num, shortName, longName]) => ({ text: nodeText(num, shortName, longName), value: nodeId(num) }));

const channels: Lister = (reader, request, scope) =>
  reader
    .tuples(
      sql<[string]>`
      SELECT name FROM (SELECT c.name FROM channels c
      LEFT JOIN (SELECT channel_id, MAX(last_seen) AS last_seen FROM gateway_channels GROUP BY channel_id) u USING (channel_id)
      WHERE c.name NOT IN ('', ${PKI_CHANNEL}) AND ${isOneOf(sql`c.channel_id`, scope.channelIds)}
        AND ${searched(sql`c.name`, request.search)}
      ORDER BY u.last_seen DESC, c.channel_id LIMIT ${request.limit})
      ORDER BY name COLLATE NOCASE`,
    )
    .map(([name]) => ({ text: name, value: name }));

/** Values of a column of nodes, of the nodes that pass the filters. */
const ofNodes =
  (column: Sql): Lister =>
  (reader, request, scope) =>
    reader
      .tuples(
        sql<[string]>`
        SELECT DISTINCT ${column} FROM nodes n WHERE ${column} IS NOT NULL AND ${column} <> ''
          AND ${since(sql`n.last_heard`, request.from)} AND ${inScope(sql`n.node_num`, scope.nodes)}
          AND ${searched(column, request.search)} ORDER BY 1 LIMIT ${request.limit}`,
      )
      .map(([name]) => ({ text: name, value: name }));

/** Metrics some node has reported. */
const metrics: Lister = (reader, request, scope) =>
  reader
    .tuples(
      sql<[string, string]>`
      SELECT m.metric, m.title FROM metrics m
      WHERE EXISTS (SELECT 1 FROM (SELECT DISTINCT nm.metric_id AS id FROM node_metrics nm
                    WHERE ${inScope(sql`nm.node_num`, scope.nodes)}) WHERE id = m.metric_id)
        AND (${searched(sql`m.metric`, request.search)} OR ${searched(sql`m.title`, request.search)})
      ORDER BY m.metric_id LIMIT ${request.limit}`,
    )
    .map(([metric, title]) => ({ text: title, value: metric }));

const TELEMETRY = 'telemetry';

/** Metrics of `values` queries: those the collector derives, then telemetry that some node has reported. */
const values: Lister = (reader, request, scope) => {
  const needle = request.search?.toLowerCase() ?? '';
  const derived = Object.entries<DerivedMetric>(derivedMetrics)
    .filter(([metric, { title }]) => `${metric} ${title}`.toLowerCase().includes(needle))
    .map(([metric, { title, entity }]) => ({ text: title, value: metric, group: entity }));
  const telemetry = metrics(reader, request, scope).map((choice) => ({ ...choice, group: TELEMETRY }));
  return [...derived, ...telemetry].slice(0, request.limit);
};

/** Ports traffic was seen on, in the last week at most: there is no index of ports. */
const ports: Lister = (reader, request, scope) => {
  const needle = request.search?.toLowerCase() ?? '';
  return reader
    .tuples(
      sql<[number]>`
      SELECT DISTINCT t.portnum FROM traffic_minutely t WHERE t.portnum >= 0 AND ${since(sql`t.minute`, Math.max(request.from ?? 0, reader.now - WEEK_MS))}
        AND ${isOneOf(sql`t.portnum`, scope.portnums)} ORDER BY 1`,
    )
    .map(([portnum]) => ({ text: portNameOf(portnum), value: String(portnum) }))
    .filter(({ text }) => text.toLowerCase().includes(needle))
    .slice(0, request.limit);
};

const listers: Readonly<Record<VariablesRequest['kind'], Lister>> = {
  nodes: nodesBy(byName),
  recent_nodes: nodesBy(lastHeardFirst),
  gateways,
  channels,
  roles: ofNodes(sql`n.role`),
  metrics,
  hardware: ofNodes(sql`n.hw_model`),
  regions: ofNodes(sql`n.region`),
  ports,
  values,
};

/** Choices for dashboard variables and ad hoc filters. */
export function readVariables(reader: Reader, request: VariablesRequest): VariableValue[] {
  return listers[request.kind](reader, request, resolveScope(reader, { filters: request.filters }));
}

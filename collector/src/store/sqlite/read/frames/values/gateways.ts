/** Derived metrics of gateways, for `values` queries. */
import type { DerivedOf } from '@mesh-observatory/contract/derived-metrics';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import { gatewayState } from '../../presence.js';
import { nodeId } from '../../../rows/node-id.js';
import { publishedOn } from '../../node-channels.js';
import { inScope, type Scope } from '../../scope.js';
import { allOf, isOneOf, sql } from '../../sql.js';
import type { ContextOf } from '../context.js';
import type { LabeledValue } from './frame.js';

interface ValueGateway {
  readonly gateway_num: number;
  readonly short_name: string | null;
  readonly long_name: string | null;
  readonly last_seen: number;
  readonly state: PresenceState;
}

function labels({ gateway_num, short_name, long_name }: ValueGateway): string[] {
  const id = nodeId(gateway_num);
  return [id, short_name ?? id, long_name ?? short_name ?? id];
}

type GatewayValue = (gateway: ValueGateway, now: number) => number;

const secondsSince = (at: number, now: number) => Math.max(0, now - at) / 1000;

const valueOf: Readonly<Record<DerivedOf<'gateway'>, GatewayValue>> = {
  gateway_silent_seconds: ({ state, last_seen }, now) => (state === 'silent' ? secondsSince(last_seen, now) : 0),
  gateway_last_seen_age_seconds: ({ last_seen }, now) => secondsSince(last_seen, now),
};

/** One value per gateway, most recently seen first. */
export function gatewayValues(
  context: ContextOf<'values'>,
  scope: Scope,
  metric: DerivedOf<'gateway'>,
): LabeledValue[] {
  const { reader, query, range } = context;
  const where = allOf([
    sql`g.first_seen < ${range.to}`,
    isOneOf(sql`g.gateway_num`, scope.gateways),
    inScope(sql`g.gateway_num`, scope.nodes),
    query.includeSilent ? sql`TRUE` : sql`g.last_seen >= ${range.from}`,
    publishedOn(scope.channelIds, range),
  ]);
  const gateways = reader.all(sql<ValueGateway>`
    SELECT g.gateway_num, n.short_name, n.long_name, g.last_seen, ${gatewayState} AS state
    FROM gateways g LEFT JOIN nodes n ON n.node_num = g.gateway_num
    WHERE ${where} ORDER BY g.last_seen DESC, g.gateway_num`);
  return gateways.map((gateway) => ({ labels: labels(gateway), value: valueOf[metric](gateway, reader.now) }));
}

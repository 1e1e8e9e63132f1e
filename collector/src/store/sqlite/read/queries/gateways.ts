import { gatewayColumns } from '@mesh-observatory/contract/queries/gateways';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Gateway } from '@mesh-observatory/contract/resources';
import { selectGateways } from '../lists/gateways.js';
import { labelOf } from '../directory.js';
import { publishedOn } from '../node-channels.js';
import { inScope, resolveScope } from '../scope.js';
import { isOneOf, sql } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import { lastWeekOf, type FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, truncation } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

/** One row per gateway with its receptions in the range, or in the last week of a longer one. */
export const buildGateways: FrameBuilder<'gateways'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const limit = query.limit ?? queryDefinitions.gateways.limit.default;
  // Packets that no other gateway heard are found by reading every reception.
  const measured = lastWeekOf(range);
  const where = sql`${isOneOf(sql`g.gateway_num`, scope.gateways)} AND ${inScope(sql`g.gateway_num`, scope.nodes)}
    AND ${query.includeSilent ? sql`TRUE` : sql`g.last_seen >= ${range.from}`}
    AND ${publishedOn(scope.channelIds, range)}`;
  const found = selectGateways(reader, where, { ...measured, channelIds: scope.channelIds }, limit + 1).map(
    ({ item }) => item,
  );
  const clipped = measured.from > range.from;
  return [
    buildFrame<Gateway>({
      kind: 'gateways',
      refId: query.refId,
      notices: [
        ...limitNotice(query, found.length > limit, `Only ${limit} gateways are shown.`),
        ...truncation(clipped, 'Gateway statistics cover the last 7 days of the range.'),
      ],
      columns: columnsOf<typeof gatewayColumns, Gateway>(context, gatewayColumns, {
        gatewayId: (gateway) => gateway.gatewayId,
        shortName: (gateway) => gateway.shortName,
        longName: (gateway) => gateway.longName,
        online: (gateway) => gateway.online,
        state: (gateway) => gateway.state,
        firstSeen: (gateway) => gateway.firstSeen,
        lastSeen: (gateway) => gateway.lastSeen,
        receptions: (gateway) => gateway.receptions,
        packets: (gateway) => gateway.packets,
        exclusivePackets: (gateway) => gateway.exclusivePackets,
        nodes: (gateway) => gateway.nodes,
        directNodes: (gateway) => gateway.directNodes,
        share: (gateway) => gateway.share,
        clockOffsetSeconds: (gateway) => gateway.clockOffsetSeconds,
        channels: (gateway) => gateway.channels.join(', '),
        brokers: (gateway) => gateway.brokers.join(', '),
        latitude: (gateway) => gateway.latitude,
        longitude: (gateway) => gateway.longitude,
        label: (gateway) => labelOf(gateway, gateway.gatewayId),
      }),
      rows: found.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'gateways'> = readAgainAfter(['gateway', 'packet', 'node'], 10_000);

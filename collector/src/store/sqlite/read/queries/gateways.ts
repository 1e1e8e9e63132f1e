import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Gateway } from '@mesh-observatory/contract/resources';
import { selectGateways } from '../lists/gateways.js';
import { publishedOn } from '../node-channels.js';
import { inScope, resolveScope } from '../scope.js';
import { isOneOf, sql } from '../sql.js';
import { idColumn, nameColumn, lastWeekOf, type FrameBuilder } from '../frames/context.js';
import { presenceConfig } from '../frames/field-config.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';

const count = (name: string, displayName: string, value: (gateway: Gateway) => number): Column<Gateway> => ({
  name,
  type: 'number',
  config: { displayName, unit: COUNT_UNIT, decimals: 0 },
  value,
});

const text = (name: string, displayName: string, value: (gateway: Gateway) => string): Column<Gateway> => ({
  name,
  type: 'string',
  config: { displayName },
  value,
});

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
        ...truncation(found.length > limit, `Only ${limit} gateways are shown.`),
        ...truncation(clipped, 'Gateway statistics cover the last 7 days of the range.'),
      ],
      columns: [
        idColumn(context, 'gatewayId', 'Gateway', (gateway) => gateway.gatewayId),
        nameColumn(context, 'shortName', 'Short name', 'gatewayId', (gateway) => gateway.shortName),
        nameColumn(context, 'longName', 'Name', 'gatewayId', (gateway) => gateway.longName),
        { name: 'online', type: 'boolean', config: { displayName: 'Online' }, value: (gateway) => gateway.online },
        { name: 'state', type: 'string', nullable: false, config: presenceConfig, value: (gateway) => gateway.state },
        {
          name: 'firstSeen',
          type: 'time',
          config: { displayName: 'First seen' },
          value: (gateway) => gateway.firstSeen,
        },
        { name: 'lastSeen', type: 'time', config: { displayName: 'Last seen' }, value: (gateway) => gateway.lastSeen },
        count('receptions', 'Receptions', (gateway) => gateway.receptions),
        count('packets', 'Packets', (gateway) => gateway.packets),
        count('exclusivePackets', 'Only here', (gateway) => gateway.exclusivePackets),
        count('nodes', 'Nodes', (gateway) => gateway.nodes),
        count('directNodes', 'Direct nodes', (gateway) => gateway.directNodes),
        {
          name: 'share',
          type: 'number',
          config: { displayName: 'Share', unit: 'percentunit', decimals: 1, min: 0, max: 1 },
          value: (gateway) => gateway.share,
        },
        {
          name: 'clockOffsetSeconds',
          type: 'number',
          config: { displayName: 'Clock offset', unit: 's', decimals: 0 },
          value: (gateway) => gateway.clockOffsetSeconds,
        },
        text('channels', 'Channels', (gateway) => gateway.channels.join(', ')),
        text('brokers', 'Brokers', (gateway) => gateway.brokers.join(', ')),
        {
          name: 'latitude',
          type: 'number',
          config: { displayName: 'Latitude', decimals: 5 },
          value: (g) => g.latitude,
        },
        {
          name: 'longitude',
          type: 'number',
          config: { displayName: 'Longitude', decimals: 5 },
          value: (g) => g.longitude,
        },
      ],
      rows: found.slice(0, limit),
    }),
  ];
};

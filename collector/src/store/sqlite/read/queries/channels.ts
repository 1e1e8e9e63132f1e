import { channelColumns } from '@mesh-observatory/contract/queries/channels';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { ChannelKeyKind } from '@mesh-observatory/contract/findings';
import { inScope, resolveScope, type Scope } from '../scope.js';
import { allOf, isOneOf, sql, cancellable, inRange } from '../sql.js';
import { countChannels, type ChannelCount } from '../frames/channel-counts.js';
import { isPrecise, channelText } from '../frames/channel.js';
import { readChannelUsage, usualKey } from '../frames/channel-usage.js';
import { columnsOf } from '../frames/columns.js';
import { lastWeekOf, type FrameBuilder, type FrameContext } from '../frames/context.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { messageConditions } from '../frames/conditions.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

interface ChannelRow extends ChannelCount {
  readonly share: number;
  readonly nodes: number;
  readonly gateways: number;
  readonly messages: number;
  readonly preciseNodes: number;
  readonly key: ChannelKeyKind;
  readonly lastPacketAt: number | null;
}

function messagesByChannel(context: FrameContext): Map<number, number> {
  return new Map(
    context.reader.tuples(sql<[number, number]>`
      SELECT m.channel_id, COUNT(*) FROM messages m WHERE ${messageConditions(context)} GROUP BY m.channel_id`),
  );
}

/** Gateways that published something of the channel in or after the range. */
function gatewaysByChannel({ reader, range }: FrameContext, scope: Scope): Map<number, number> {
  return new Map(
    reader.tuples(sql<[number, number]>`
      SELECT gc.channel_id, COUNT(DISTINCT ${scope.aliases.currentOf(sql`gc.gateway_num`)}) FROM gateway_channels gc
      WHERE gc.last_seen >= ${range.from} AND ${isOneOf(sql`gc.gateway_num`, scope.gateways)} GROUP BY gc.channel_id`),
  );
}

/** Nodes whose positions on the channel identify a building. */
function preciseByChannel({ reader, range }: FrameContext, scope: Scope): Map<number, number> {
  const { from, to } = lastWeekOf(range);
  const where = allOf([
    inRange(sql`o.at`, { from, to }),
    isPrecise(sql`o.precision_bits`),
    inScope(sql`o.node_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    cancellable(sql`o.packet_row`),
  ]);
  return new Map(
    reader.tuples(sql<[number, number]>`
      SELECT p.channel_id, COUNT(DISTINCT ${scope.aliases.currentOf(sql`o.node_num`)}) FROM positions o JOIN packets p USING (packet_row)
      WHERE ${where} GROUP BY p.channel_id`),
  );
}

function rowsOf(context: FrameContext, scope: Scope): ChannelRow[] {
  const counts = countChannels(context, scope);
  const usage = readChannelUsage(context, scope);
  const messages = messagesByChannel(context);
  const gateways = gatewaysByChannel(context, scope);
  const precise = preciseByChannel(context, scope);
  const total = [...counts.values()].reduce((sum, { packets }) => sum + packets, 0);
  return [...counts].map(([id, count]) => ({
    ...count,
    share: count.packets / total,
    nodes: usage.get(id)?.nodes.size ?? 0,
    gateways: gateways.get(id) ?? 0,
    messages: messages.get(id) ?? 0,
    preciseNodes: precise.get(id) ?? 0,
    key: usualKey(usage.get(id)?.keys ?? new Map<ChannelKeyKind, number>()),
    lastPacketAt: usage.get(id)?.lastPacketAt ?? null,
  }));
}

const keyWords: Readonly<Record<ChannelKeyKind, { readonly text: string; readonly color: string }>> = {
  none: { text: 'No encryption', color: 'red' },
  default: { text: 'Default key', color: 'orange' },
  own: { text: 'Own key', color: 'green' },
  unknown: { text: 'Unknown', color: 'text' },
};
const keyMapping = {
  type: 'value',
  options: Object.fromEntries(Object.entries(keyWords).map(([key, word], index) => [key, { ...word, index }])),
};

const columns = (context: FrameContext): Column<ChannelRow>[] =>
  columnsOf<typeof channelColumns, ChannelRow>(
    context,
    channelColumns,
    {
      channel: (row) => channelText(row.name),
      packets: (row) => row.packets,
      share: (row) => row.share,
      nodes: (row) => row.nodes,
      gateways: (row) => row.gateways,
      messages: (row) => row.messages,
      undecryptable: (row) => row.undecryptable,
      undecryptableShare: (row) => row.undecryptable / row.packets,
      key: (row) => row.key,
      preciseNodes: (row) => row.preciseNodes,
      lastPacket: (row) => row.lastPacketAt,
    },
    { key: { mappings: [keyMapping] } },
  );

/** One row per channel that had packets in the range, the busiest first. */
export const buildChannels: FrameBuilder<'channels'> = (context) => {
  const { reader, query, range } = context;
  const limit = query.limit ?? queryDefinitions.channels.limit.default;
  const rows = rowsOf(context, resolveScope(reader, query));
  return [
    buildFrame<ChannelRow>({
      kind: 'channels',
      refId: query.refId,
      notices: [
        ...limitNotice(query, rows.length > limit, `Only the ${limit} busiest of ${rows.length} channels are shown.`),
        ...truncation(
          lastWeekOf(range).from > range.from,
          'Nodes, keys and positions are those of the last 7 days of the range.',
        ),
      ],
      columns: columns(context),
      rows: rows.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'channels'> = readAgainAfter(['packet', 'message'], 30_000);

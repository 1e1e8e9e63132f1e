import { isolated } from '@mesh-observatory/contract/isolated';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { packetColumns } from '@mesh-observatory/contract/queries/packets';
import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import { shortNameOf, type Directory } from '../directory.js';
import { textMatches, type Placed } from '../lists/list-reader.js';
import { heardBy, selectPackets } from '../lists/packets.js';
import { inScope, onPorts, resolveScope } from '../scope.js';
import { allOf, isOneOf, sql, inRange } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder, QueriesByType } from '../frames/context.js';
import type { Column } from '../frames/frame.js';
import { packetIdText, type LogLine } from '../frames/log-lines.js';
import { buildNewestFirst, timeColumnOf } from '../frames/newest-first.js';
import { isRenamed, mayChangeScope, type LiveRule } from '../live/rule.js';

type Measure = 'snr' | 'rssi' | 'hopsAway';

/** Best reading over all gateways. */
function best(packet: Packet, measure: Measure, better: (...values: number[]) => number): number | null {
  const values = packet.receptions.map((reception: PacketReception) => reception[measure]).filter((v) => v !== null);
  return values.length === 0 ? null : better(...values);
}

/** Of the gateway that had most to spare; gateways may use different presets. */
function bestMargin({ radio }: ContextOf<'packets'>, { receptions, fromId }: Packet): number | null {
  const margins = receptions.flatMap(({ snr, gatewayId }) => radio.marginDb(snr, gatewayId, fromId) ?? []);
  return margins.length === 0 ? null : Math.max(...margins);
}

const portOf = (packet: Packet) => packet.portName ?? packet.decodeStatus;

function toLine(directory: Directory, { item: packet, key }: Placed<Packet>): LogLine {
  const { fromId, toId, channel, summary, decodeStatus, payloadStatus } = packet;
  const route = [fromId, toId].map((id) => isolated(shortNameOf(directory, id))).join(' → ');
  return {
    at: packet.receivedAt,
    body: `${route} ${portOf(packet)}${summary === null ? '' : `: ${summary}`}`,
    severity: payloadStatus === 'undecodable' ? 'warning' : 'info',
    id: `packet-${key.join('-')}`,
    labels: {
      node: fromId,
      shortName: shortNameOf(directory, fromId),
      to: toId,
      channel,
      port: portOf(packet),
      decodeStatus,
      packetId: packetIdText(packet.packetId),
      gateways: packet.receptions.map(({ gatewayId }) => gatewayId).join(' '),
    },
  };
}

function columns(context: ContextOf<'packets'>, directory: Directory): Column<Packet>[] {
  return columnsOf<typeof packetColumns, Packet>(context, packetColumns, {
    time: (packet) => packet.receivedAt,
    fromId: (packet) => packet.fromId,
    fromName: (packet) => shortNameOf(directory, packet.fromId),
    toId: (packet) => packet.toId,
    toName: (packet) => shortNameOf(directory, packet.toId),
    channel: (packet) => packet.channel,
    port: (packet) => packet.portName,
    decodeStatus: (packet) => packet.decodeStatus,
    payloadStatus: (packet) => packet.payloadStatus,
    size: (packet) => packet.size,
    hopsAway: (packet) => best(packet, 'hopsAway', Math.min),
    gateways: (packet) => packet.receptions.length,
    snr: (packet) => best(packet, 'snr', Math.max),
    margin: (packet) => bestMargin(context, packet),
    rssi: (packet) => best(packet, 'rssi', Math.max),
    summary: (packet) => packet.summary,
    flags: (packet) => packet.flags.join(' '),
    gatewayIds: (packet) => packet.receptions.map(({ gatewayId }) => gatewayId).join(' '),
    packetId: (packet) => packetIdText(packet.packetId),
  });
}

const limitOf = ({ limit }: QueriesByType['packets']) => limit ?? queryDefinitions.packets.limit.default;

/** Newest first, as a table or as log lines; one row per packet, however many gateways heard it. */
export const buildPackets: FrameBuilder<'packets'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, { ...query, search: undefined });
  const limit = limitOf(query);
  const where = allOf([
    inRange(sql`p.received_at`, range),
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    heardBy(sql`p.packet_row`, scope.gateways),
    textMatches(sql`p.summary`, query.search),
  ]);
  return buildNewestFirst(context, {
    kind: 'packets',
    found: selectPackets(reader, where, limit + 1),
    limit,
    toLine,
    columns: (directory) => columns(context, directory),
  });
};

export const live: LiveRule<'packets'> = {
  paceMs: 1000,
  effectOf(change, query) {
    if (change.kind === 'packet') return { since: change.packet.receivedAt };
    return isRenamed(change) || mayChangeScope(change, query) ? 'all' : 'none';
  },
  newest: { time: timeColumnOf, isTrimmed: () => true, limit: limitOf },
};

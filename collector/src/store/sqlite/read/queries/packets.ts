import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import { shortNameOf, type Directory } from '../directory.js';
import { textMatches, type Placed } from '../lists/list-reader.js';
import { heardBy, selectPackets } from '../lists/packets.js';
import { inScope, onPorts, resolveScope } from '../scope.js';
import { allOf, isOneOf, sql, inRange } from '../sql.js';
import { idColumn, nameColumn, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { snrConfig, unitConfig } from '../frames/field-config.js';
import type { Column } from '../frames/frame.js';
import { packetIdText, type LogLine } from '../frames/log-lines.js';
import { buildNewestFirst } from '../frames/newest-first.js';

type Measure = 'snr' | 'rssi' | 'hopsAway';

/** Best reading over all gateways. */
function best(packet: Packet, measure: Measure, better: (...values: number[]) => number): number | null {
  const values = packet.receptions.map((reception: PacketReception) => reception[measure]).filter((v) => v !== null);
  return values.length === 0 ? null : better(...values);
}

const portOf = (packet: Packet) => packet.portName ?? packet.decodeStatus;

function toLine(directory: Directory, { item: packet, key }: Placed<Packet>): LogLine {
  const { fromId, toId, channel, summary, decodeStatus, payloadStatus } = packet;
  const route = `${shortNameOf(directory, fromId)} → ${shortNameOf(directory, toId)}`;
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
  const text = (name: string, displayName: string, value: (packet: Packet) => string | null): Column<Packet> => ({
    name,
    type: 'string',
    config: { displayName },
    value,
  });
  const number = (
    name: string,
    config: Column<Packet>['config'],
    value: (packet: Packet) => number | null,
  ): Column<Packet> => ({
    name,
    type: 'number',
    ...(config === undefined ? {} : { config }),
    value,
  });
  return [
    { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (p) => p.receivedAt },
    idColumn(context, 'fromId', 'From', (packet) => packet.fromId),
    nameColumn(context, 'fromName', 'From name', 'fromId', (packet) => shortNameOf(directory, packet.fromId)),
    text('toId', 'To', (packet) => packet.toId),
    text('toName', 'To name', (packet) => shortNameOf(directory, packet.toId)),
    text('channel', 'Channel', (packet) => packet.channel),
    text('port', 'Port', (packet) => packet.portName),
    text('decodeStatus', 'Decoding', (packet) => packet.decodeStatus),
    text('payloadStatus', 'Payload', (packet) => packet.payloadStatus),
    number('size', { displayName: 'Size', unit: 'bytes', decimals: 0 }, (packet) => packet.size),
    number('hopsAway', { displayName: 'Hops away', decimals: 0 }, (packet) => best(packet, 'hopsAway', Math.min)),
    number('gateways', { displayName: 'Gateways', decimals: 0 }, (packet) => packet.receptions.length),
    number('snr', { displayName: 'Best SNR', ...snrConfig(context.query.thresholds) }, (p) => best(p, 'snr', Math.max)),
    number('rssi', { displayName: 'Best RSSI', ...unitConfig('dBm') }, (packet) => best(packet, 'rssi', Math.max)),
    text('summary', 'Summary', (packet) => packet.summary),
    text('flags', 'Flags', (packet) => packet.flags.join(' ')),
    text('gatewayIds', 'Heard by', (packet) => packet.receptions.map(({ gatewayId }) => gatewayId).join(' ')),
    text('packetId', 'Packet', (packet) => packetIdText(packet.packetId)),
  ];
}

/** Newest first, as a table or as log lines; one row per packet, however many gateways heard it. */
export const buildPackets: FrameBuilder<'packets'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, { ...query, search: undefined });
  const limit = query.limit ?? queryDefinitions.packets.limit.default;
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

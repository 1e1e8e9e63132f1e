import { isAboutNode, type CreateMerger, type MergeContext } from './merger';
import { packetIdText } from './messagesMerger';
import type { Packet, PacketReception as Reception } from '@mesh-observatory/contract/resources';
import { createTableModel, type RowValues, type TableModel } from './tableModel';

type Measure = 'snr' | 'rssi' | 'hopsAway';
type Better = (...values: number[]) => number;

const best = (known: unknown, receptions: readonly Reception[], measure: Measure, better: Better): number | null => {
  const values = [known, ...receptions.map((reception) => reception[measure])];
  const numbers = values.filter((value): value is number => typeof value === 'number');
  return numbers.length === 0 ? null : better(...numbers);
};

const portOf = ({ portName, decodeStatus }: Packet) => portName ?? decodeStatus;
const gatewayIds = (receptions: readonly Reception[]) => receptions.map(({ gatewayId }) => gatewayId);

/** Columns about the reception of a packet by gateways; `known` reads what the row has already. */
function receptionValues(known: (field: string) => unknown, { receptions }: Packet): RowValues {
  const before = String(known('gatewayIds') ?? '')
    .split(' ')
    .filter((id) => id !== '');
  const fresh = receptions.filter(({ gatewayId }) => !before.includes(gatewayId));
  const receivedBy = [...before, ...gatewayIds(fresh)];
  return {
    hopsAway: best(known('hopsAway'), fresh, 'hopsAway', Math.min),
    snr: best(known('snr'), fresh, 'snr', Math.max),
    rssi: best(known('rssi'), fresh, 'rssi', Math.max),
    gateways: receivedBy.length,
    gatewayIds: receivedBy.join(' '),
  };
}

function tableValues(packet: Packet, names: MergeContext['names']): RowValues {
  const { receivedAt, fromId, toId, channel, portName, decodeStatus, payloadStatus, size, summary, flags } = packet;
  return {
    time: receivedAt,
    fromId,
    fromName: names.short(fromId),
    toId,
    toName: names.short(toId),
    channel,
    port: portName,
    decodeStatus,
    payloadStatus,
    size,
    summary,
    flags: flags.join(' '),
    packetId: packetIdText(packet.packetId),
    ...receptionValues(() => undefined, packet),
  };
}

function logValues(packet: Packet, key: string, names: MergeContext['names']): RowValues {
  const { receivedAt, fromId, toId, channel, summary, decodeStatus, payloadStatus, receptions } = packet;
  const route = `${names.short(fromId)} → ${names.short(toId)}`;
  return {
    timestamp: receivedAt,
    body: `${route} ${portOf(packet)}${summary === null ? '' : `: ${summary}`}`,
    severity: payloadStatus === 'undecodable' ? 'warning' : 'info',
    id: `packet-${key}`,
    labels: {
      node: fromId,
      shortName: names.short(fromId),
      to: toId,
      channel,
      port: portOf(packet),
      decodeStatus,
      packetId: packetIdText(packet.packetId),
      gateways: gatewayIds(receptions).join(' '),
    },
  };
}

function logHeard(labels: unknown, { receptions }: Packet): RowValues {
  const known: Record<string, unknown> = typeof labels === 'object' && labels !== null ? { ...labels } : {};
  const before = String(known['gateways'] ?? '')
    .split(' ')
    .filter((id) => id !== '');
  return { labels: { ...known, gateways: [...new Set([...before, ...gatewayIds(receptions)])].join(' ') } };
}

/** Newest first, as a table or as log lines; a further gateway that heard a packet goes into its row. */
export const createPacketsMerger: CreateMerger = (frames, { query, names, maxPoints }) => {
  const [first, ...rest] = frames;
  const logs = 'format' in query && query.format === 'logs';
  const table =
    first === undefined
      ? undefined
      : createTableModel(first, {
          keyOf: (row) => (logs ? logKey(row('labels')) : packetKey(row('fromId'), row('packetId'))),
          maxRows: maxPoints,
          newest: 'first',
        });

  function put(into: TableModel, packet: Packet): void {
    const key = packetKey(packet.fromId, packetIdText(packet.packetId));
    // Id 0 means "no identity": every one of them is another packet.
    if (packet.packetId !== 0 && into.has(key)) {
      const heard = logs
        ? logHeard(into.get(key, 'labels'), packet)
        : receptionValues((name) => into.get(key, name), packet);
      into.update(key, heard);
      return;
    }
    const rowKey = packet.packetId === 0 ? `${key} ${packet.receivedAt}` : key;
    into.insert(rowKey, logs ? logValues(packet, rowKey, names) : tableValues(packet, names));
  }

  return {
    apply({ packets = [] }) {
      const wanted = packets.filter((packet) => isAskedFor(packet, query));
      wanted.forEach((packet) => table && put(table, packet));
      return table !== undefined && wanted.length > 0;
    },
    frames: () => (table === undefined ? frames : [table.frame(), ...rest]),
    takeStale: () => false,
  };
};

function isAskedFor({ fromId, portnum, summary }: Packet, query: MergeContext['query']): boolean {
  const { portnums = [], search } = query;
  const onPort = portnums.length === 0 || (portnum !== null && portnums.includes(portnum));
  const matches = search === undefined || (summary ?? '').toLowerCase().includes(search.toLowerCase());
  return onPort && matches && isAboutNode(query, fromId);
}

const packetKey = (fromId: unknown, packetId: unknown) => `${String(fromId)} ${String(packetId)}`;

function logKey(labels: unknown): string | undefined {
  if (typeof labels !== 'object' || labels === null) {
    return undefined;
  }
  const { node, packetId } = labels as Record<string, unknown>;
  return packetKey(node, packetId);
}

import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { PKI_CHANNEL } from '../../../../model.js';
import { heardBy } from '../lists/packets.js';
import { inScope, onPorts, type Scope } from '../scope.js';
import { allOf, isOneOf, sql, cancellable, inRange } from '../sql.js';
import type { FrameContext } from './context.js';

/** Distinct packets of one channel in the range. */
export interface ChannelCount {
  readonly name: string;
  readonly packets: number;
  readonly undecryptable: number;
}

interface Row {
  readonly channel_id: number;
  readonly packets: number;
  readonly undecryptable: number;
}

/** A further gateway's copy is the same packet; a gateway's own copies are its packets. */
function fromCounters({ reader, range }: FrameContext, scope: Scope): Row[] {
  const where = allOf([
    inRange(sql`t.minute`, { from: range.from - (range.from % MINUTE_MS), to: range.to }),
    isOneOf(sql`t.channel_id`, scope.channelIds),
    isOneOf(sql`t.portnum`, scope.portnums),
    sql`t.outcome <> 'duplicate'`,
    cancellable(sql`t.bytes`),
  ]);
  return reader.all(sql<Row>`
    SELECT t.channel_id, SUM(t.packets) AS packets,
           SUM(CASE WHEN t.outcome = 'undecryptable' THEN t.packets ELSE 0 END) AS undecryptable
    FROM traffic_minutely t WHERE ${where} GROUP BY t.channel_id`);
}

function fromPackets({ reader, range }: FrameContext, scope: Scope): Row[] {
  const where = allOf([
    inRange(sql`p.received_at`, range),
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    heardBy(sql`p.packet_row`, scope.gateways),
    cancellable(sql`p.packet_row`),
  ]);
  return reader.all(sql<Row>`
    SELECT p.channel_id, COUNT(*) AS packets, SUM(p.decode_status = 'undecryptable') AS undecryptable
    FROM packets p WHERE ${where} GROUP BY p.channel_id`);
}

/** Counts by channel id; PKI is the encryption of direct messages, not a channel. Counters answer unless senders or gateways matter, which only packets know. */
export function countChannels(context: FrameContext, scope: Scope): Map<number, ChannelCount> {
  const counted = scope.nodes === null && scope.gateways === null;
  const rows = counted ? fromCounters(context, scope) : fromPackets(context, scope);
  const names = new Map(context.reader.tuples(sql<[number, string]>`SELECT channel_id, name FROM channels`));
  return new Map(
    rows
      .filter(({ channel_id }) => names.get(channel_id) !== PKI_CHANNEL)
      .sort((left, right) => right.packets - left.packets || left.channel_id - right.channel_id)
      .map((row) => [row.channel_id, { ...row, name: names.get(row.channel_id) ?? '' }]),
  );
}

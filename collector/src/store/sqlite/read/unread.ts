import type { Node } from '@mesh-observatory/contract/resources';
import type Database from 'better-sqlite3';
import type { NodeNum, PacketId, UnixMillis } from '../../../model.js';
import { flagsOf } from '../rows/packet.js';
import { numberOfKey } from '../rows/node-number.js';
import type { TimeRange, UndecodedPacket, UndecryptedPacket, UnreadReader } from '../../unread.js';

interface MessageRow {
  readonly packet_row: number;
  readonly copy: string;
  readonly received_at: number;
  readonly broker: string;
  readonly topic: string;
  readonly backlog: number;
  readonly message: Uint8Array;
}

interface PayloadRow {
  readonly packet_row: number;
  readonly from_num: number;
  readonly to_num: number;
  readonly packet_id: number;
  readonly channel: string;
  readonly portnum: number;
  readonly payload: Uint8Array;
  readonly flags: string;
  readonly want_ack: number;
  readonly want_response: number;
  readonly request_id: number | null;
  readonly reply_id: number | null;
  readonly ok_to_mqtt: number | null;
  readonly first_gateway_num: number;
  readonly received_at: number;
}

type Page = [after: number, from: number, to: number, limit: number];

const UNDECRYPTED = 'FROM undecrypted_messages u CROSS JOIN packets p USING (packet_row) WHERE TRUE';
// Of other decode statuses the whole message is kept.
const UNDECODED = `
  FROM packets p WHERE p.payload_status IN ('not_decoded', 'undecodable') AND p.payload IS NOT NULL
    AND p.portnum IS NOT NULL AND p.decode_status IN ('decrypted', 'plaintext', 'plaintext-in-encrypted')`;
// `+`: few of all packets in that time are unread, which the indexes of those know.
const IN_RANGE = 'AND +p.received_at >= ? AND +p.received_at < ?';

/** @param db any connection: nothing is written. */
export function createUnreadReader(db: Database.Database): UnreadReader {
  const counts = [UNDECRYPTED, UNDECODED].map((rows) =>
    db.prepare<[number, number], number>(`SELECT COUNT(DISTINCT p.packet_row) ${rows} ${IN_RANGE}`).pluck(),
  );
  const selectMessages = db.prepare<Page, MessageRow>(`
    SELECT m.packet_row, m.copy, m.received_at, m.backlog, m.message, t.broker, t.topic
    FROM undecrypted_messages m JOIN topics t USING (topic_id)
    WHERE m.packet_row IN (
      SELECT DISTINCT u.packet_row ${UNDECRYPTED} AND u.packet_row > ? ${IN_RANGE} ORDER BY u.packet_row LIMIT ?)
    ORDER BY m.packet_row, m.copy`);
  const selectPayloads = db.prepare<Page, PayloadRow>(`
    SELECT p.*, (SELECT name FROM channels c WHERE c.channel_id = p.channel_id) AS channel
    ${UNDECODED} AND p.packet_row > ? ${IN_RANGE} ORDER BY p.packet_row LIMIT ?`);
  const selectNode = db.prepare<[number], Pick<Node, 'latitude' | 'longitude' | 'publicKey'>>(
    'SELECT latitude, longitude, public_key AS publicKey FROM nodes WHERE node_num = ?',
  );
  const selectNumbers = db
    .prepare<[number, number], NodeNum>(
      `WITH current AS (SELECT COALESCE((SELECT current_num FROM node_aliases WHERE old_num = ?), ?) AS num)
       SELECT num FROM current UNION ALL SELECT old_num FROM node_aliases WHERE current_num = (SELECT num FROM current)`,
    )
    .pluck();

  return {
    count: ({ from, to }) => counts.reduce((sum, statement) => sum + (statement.get(from, to) ?? 0), 0),
    next(kind, after, { from, to }: TimeRange, limit) {
      const page: Page = [after, from, to, limit];
      return kind === 'undecrypted'
        ? byPacket(selectMessages.all(...page))
        : selectPayloads.all(...page).map(toUndecoded);
    },
    nodes: {
      get: (num) => selectNode.get(num),
      numbersOf: (num) => selectNumbers.all(num, num),
      mayFollow: (num, publicKey, old) =>
        numberOfKey(publicKey) === num && selectNode.get(old)?.publicKey === publicKey,
    },
  };
}

function byPacket(rows: readonly MessageRow[]): readonly UndecryptedPacket[] {
  const packets = new Map<number, UndecryptedPacket['copies'][number][]>();
  for (const row of rows) {
    const copies = packets.get(row.packet_row) ?? [];
    copies.push({ copy: row.copy, message: toMessage(row) });
    packets.set(row.packet_row, copies);
  }
  return [...packets].map(([row, copies]) => ({ kind: 'undecrypted', row, copies }));
}

const toMessage = ({ broker, topic, message, backlog, received_at }: MessageRow) => ({
  broker,
  topic,
  payload: message,
  qos: 0 as const,
  retained: false,
  redelivered: false,
  backlog: backlog === 1,
  receivedAt: received_at as UnixMillis,
});

const toUndecoded = (row: PayloadRow): UndecodedPacket => ({
  kind: 'undecoded',
  row: row.packet_row,
  from: row.from_num as NodeNum,
  to: row.to_num as NodeNum,
  id: row.packet_id as PacketId,
  channel: row.channel,
  portnum: row.portnum,
  payload: row.payload,
  flags: flagsOf(row),
  wantAck: row.want_ack === 1,
  wantResponse: row.want_response === 1,
  requestId: row.request_id as PacketId | null,
  replyId: row.reply_id as PacketId | null,
  okToMqtt: row.ok_to_mqtt === null ? null : row.ok_to_mqtt === 1,
  gateway: row.first_gateway_num as NodeNum,
  receivedAt: row.received_at,
});

import { isAboutNode, type CreateMerger, type MergeContext } from './merger';
import type { Message } from '@mesh-observatory/contract/resources';
import { createTableModel, type RowValues } from './tableModel';

const UNSTORED = '(text not stored)';

/** Packet ids are written as Meshtastic's apps do. */
export const packetIdText = (id: number) => id.toString(16).padStart(8, '0');

function tableValues(message: Message, names: MergeContext['names']): RowValues {
  const { at, fromId, toId, channel, kind, text, emoji, replay, packetId, replyId } = message;
  return {
    time: at,
    fromId,
    fromName: names.short(fromId),
    fromLongName: names.long(fromId),
    toId,
    toName: names.short(toId),
    channel,
    kind,
    text,
    emoji,
    replay,
    packetId: packetIdText(packetId),
    replyId: replyId === null ? null : packetIdText(replyId),
  };
}

function logValues(message: Message, names: MergeContext['names']): RowValues {
  const { at, fromId, toId, channel, kind, text, packetId } = message;
  return {
    timestamp: at,
    body: `${names.short(fromId)}: ${text ?? UNSTORED}`,
    severity: kind === 'alert' ? 'critical' : 'info',
    id: `message-${packetIdText(packetId)}-${at}`,
    labels: { node: fromId, shortName: names.short(fromId), to: toId, channel, kind },
  };
}

/** Newest first, as a table or as log lines. */
export const createMessagesMerger: CreateMerger = (frames, { query, names, maxPoints }) => {
  const [first, ...rest] = frames;
  const logs = 'format' in query && query.format === 'logs';
  const table =
    first === undefined
      ? undefined
      : createTableModel(first, {
          keyOf: (row) =>
            logs ? logKey(row('timestamp'), row('body')) : tableKey(row('fromId'), row('packetId'), row('time')),
          maxRows: maxPoints,
          newest: 'first',
        });
  const needle = query.search?.toLowerCase();

  return {
    apply({ messages = [] }) {
      let changed = false;
      for (const message of messages) {
        const { fromId, packetId, at, text } = message;
        const matches = needle === undefined || (text ?? '').toLowerCase().includes(needle);
        if (!matches || !isAboutNode(query, fromId)) {
          continue;
        }
        const body = `${names.short(fromId)}: ${text ?? UNSTORED}`;
        const key = logs ? logKey(at, body) : tableKey(fromId, packetIdText(packetId), at);
        if (table !== undefined && !table.has(key)) {
          table.insert(key, logs ? logValues(message, names) : tableValues(message, names));
          changed = true;
        }
      }
      return changed;
    },
    frames: () => (table === undefined ? frames : [table.frame(), ...rest]),
    takeStale: () => false,
  };
};

const tableKey = (...parts: unknown[]) => parts.map(String).join(' ');
/** The collector numbers log lines by its own rows, which the live stream does not tell. */
const logKey = (at: unknown, body: unknown) => `live-${String(at)}-${String(body)}`;

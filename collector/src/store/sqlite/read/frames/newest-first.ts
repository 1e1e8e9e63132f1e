import type { logColumns } from '@mesh-observatory/contract/columns';
import type { FrameJson, FrameKind } from '@mesh-observatory/contract/frames';
import { parseNodeId } from '../../../../model.js';
import { readDirectory, type Directory } from '../directory.js';
import type { Placed } from '../lists/list-reader.js';
import type { ContextWith } from './context.js';
import { buildFrame, limitNotice, type Column } from './frame.js';
import { buildLogFrame, type LogLine } from './log-lines.js';

interface NewestFirstParts<Item> {
  readonly kind: FrameKind;
  /** The newest rows, one more than `limit` when there are more. */
  readonly found: readonly Placed<Item>[];
  readonly limit: number;
  readonly toLine: (directory: Directory, row: Placed<Item>) => LogLine;
  readonly columns: (directory: Directory) => readonly Column<Item>[];
}

/** The frame of rows with a sender and a receiver, newest first, as a table or as log lines. */
export function buildNewestFirst<Item extends { readonly fromId: string; readonly toId: string }>(
  context: ContextWith<'format'>,
  { kind, found, limit, toLine, columns }: NewestFirstParts<Item>,
): FrameJson[] {
  const { reader, query } = context;
  const notices = limitNotice(query, found.length > limit, `Only the newest ${limit} ${kind} are shown.`);
  const shown = found.slice(0, limit);
  const ends = shown.flatMap(({ item }) => [parseNodeId(item.fromId) ?? 0, parseNodeId(item.toId) ?? 0]);
  const directory = readDirectory(reader, ends);
  if (query.format === 'logs') {
    const lines = shown.map((row) => toLine(directory, row));
    return [buildLogFrame(context, kind, notices, lines)];
  }
  const rows = shown.map(({ item }) => item);
  return [buildFrame({ kind, refId: query.refId, notices, columns: columns(directory), rows })];
}

/** The field with the times that the rows are ordered by. */
export function timeColumnOf({ format }: { readonly format: 'table' | 'logs' }): string {
  return format === 'logs' ? ('timestamp' satisfies keyof typeof logColumns) : 'time';
}

import type { Link } from '@mesh-observatory/contract/resources';
import type { Reader } from './connection.js';
import { nodeId } from '../rows/node-id.js';
import { isOneOf, sql } from './sql.js';
import { parseNodeId } from '../../../model.js';

/** Facts about a node that an answer refers to. */
export interface NodeEntry {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly role: string | null;
  readonly hw_model: string | null;
  readonly region: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** Nodes by id, current or former. Unknown nodes have no entry. */
export type Directory = ReadonlyMap<string, NodeEntry>;

const CHUNK = 1000;

export function readDirectory(reader: Reader, nums: Iterable<number>): Directory {
  const asked = [...new Set(nums)];
  const wanted = [...new Set(asked.map((num) => reader.aliases.current(num)))];
  const found = new Map<string, NodeEntry>();
  for (let start = 0; start < wanted.length; start += CHUNK) {
    const rows = reader.all(sql<NodeEntry>`
      SELECT n.node_num, n.long_name, n.short_name, n.role, n.hw_model, n.region, n.latitude, n.longitude
      FROM nodes n WHERE ${isOneOf(sql`n.node_num`, wanted.slice(start, start + CHUNK))}`);
    for (const row of rows) found.set(nodeId(row.node_num), row);
  }
  for (const num of asked) {
    const entry = found.get(nodeId(reader.aliases.current(num)));
    if (entry !== undefined) found.set(nodeId(num), entry);
  }
  return found;
}

/** Short name of a node; its id when the name is unknown. */
export function shortNameOf(directory: Directory, id: string): string {
  return id === '!ffffffff' ? 'everyone' : (directory.get(id)?.short_name?.trim() ?? id);
}

export function longNameOf(directory: Directory, id: string): string | null {
  return directory.get(id)?.long_name?.trim() ?? null;
}

/** The best name of something: tables never show an empty one. */
export function labelOf(named: Readonly<Record<'longName' | 'shortName', string | null>>, id: string): string {
  return [named.longName, named.shortName].map((name) => name?.trim() ?? '').find((name) => name !== '') ?? id;
}

/** The nodes at the ends of these links. */
export function readLinkEnds(reader: Reader, links: readonly Link[]): Directory {
  return readDirectory(
    reader,
    links.flatMap(({ fromId, toId }) => [parseNodeId(fromId) ?? 0, parseNodeId(toId) ?? 0]),
  );
}

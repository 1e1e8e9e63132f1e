import { nodeId } from '../../../rows/node-id.js';
import { sql, cancellable } from '../../sql.js';
import type { Finder, Finding } from './finding.js';

interface Named {
  readonly node_num: number;
  readonly long_name: string;
  readonly public_key: string | null;
  readonly named_at: number;
  readonly last_heard: number;
}

/** Normalizes a name as people read it: case, spaces and look-alike forms of a letter make no difference. */
const readAs = (name: string) => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** Nodes heard in the range with a name that another node, with another key, had before them. */
export const findBorrowedNames: Finder = ({ context: { reader, range }, nums }) => {
  const nodes = reader.all(sql<Named>`
    SELECT n.node_num, n.long_name, n.public_key, COALESCE(renamed.at, n.first_heard) AS named_at, n.last_heard
    FROM nodes n LEFT JOIN (
      SELECT ${reader.aliases.currentOf(sql`e.node_num`)} AS node_num, MAX(e.at) AS at FROM events e
      WHERE e.kind = 'name_changed' AND ${cancellable(sql`e.event_id`)} GROUP BY 1
    ) renamed USING (node_num)
    WHERE n.long_name IS NOT NULL AND n.long_name <> '' ORDER BY named_at, n.node_num`);
  const asked = nums === null ? null : new Set(nums);
  const bearers = new Map<string, Named>();
  const found: Finding[] = [];
  for (const node of nodes) {
    const name = readAs(node.long_name);
    const first = bearers.get(name);
    if (first === undefined) {
      bearers.set(name, node);
      continue;
    }
    const sameDevice = node.public_key !== null && node.public_key === first.public_key;
    if (sameDevice || node.last_heard < range.from || (asked !== null && !asked.has(node.node_num))) continue;
    found.push({
      kind: 'impersonation',
      severity: 'warning',
      node: node.node_num,
      channel: null,
      detail: `Has the name that ${nodeId(first.node_num)}, which has another key, had before`,
      at: node.last_heard,
    });
  }
  return found;
};

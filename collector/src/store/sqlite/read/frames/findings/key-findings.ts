/** Findings about public keys of nodes: shared, weak, changed and alternating ones. */
import { isolated } from '@mesh-observatory/contract/isolated';
import { shortNameOf, readDirectory } from '../../directory.js';
import { selectEvents } from '../../lists/events.js';
import { isOnline, type PresenceState } from '@mesh-observatory/contract/presence';
import { nodeState } from '../../presence.js';
import { nodeId } from '../../../rows/node-id.js';
import { parseNodeId } from '../../../../../model.js';
import { inScope } from '../../scope.js';
import { allOf, sql, inRange } from '../../sql.js';
import type { Finder } from './finding.js';
import { fingerprintOf, weaknessOf } from './public-key.js';

const MOST_CHANGES = 1000;
const MOST_NAMED = 5;

interface KeyHolder {
  readonly node_num: number;
  readonly short_name: string | null;
  readonly public_key: string;
  readonly last_heard: number;
  readonly state: PresenceState;
}

const nameOf = ({ node_num, short_name }: KeyHolder) =>
  short_name === null ? nodeId(node_num) : `${short_name} (${nodeId(node_num)})`;

function listed(holders: readonly KeyHolder[]): string {
  const names = holders.slice(0, MOST_NAMED).map(nameOf);
  return holders.length > MOST_NAMED ? `${names.join(', ')} and ${holders.length - MOST_NAMED} more` : names.join(', ');
}

/**
 * Nodes heard in the range that have the key of another. One device under two numbers (an upgrade to firmware 2.8
 * changes them) falls silent under the old one; with two on the air, one of them can read what is meant for the other.
 */
export const findDuplicateKeys: Finder = ({ context: { reader, range }, nums }) => {
  const holders = reader.all(sql<KeyHolder>`
    SELECT n.node_num, n.short_name, n.public_key, n.last_heard, ${nodeState} AS state FROM nodes n
    WHERE n.public_key IN (SELECT public_key FROM nodes WHERE public_key IS NOT NULL GROUP BY public_key HAVING COUNT(*) > 1)
    ORDER BY n.node_num`);
  const byKey = new Map<string, KeyHolder[]>();
  for (const holder of holders) byKey.set(holder.public_key, [...(byKey.get(holder.public_key) ?? []), holder]);
  const asked = nums === null ? null : new Set(nums);
  return [...byKey].flatMap(([key, sharers]) => {
    const severity = sharers.filter(({ state }) => isOnline(state)).length > 1 ? 'critical' : 'warning';
    return sharers
      .filter(({ node_num, last_heard }) => last_heard >= range.from && (asked === null || asked.has(node_num)))
      .map((holder) => ({
        kind: 'duplicate_key' as const,
        severity,
        node: holder.node_num,
        channel: null,
        detail: `Key ${fingerprintOf(key)} is also that of ${listed(sharers.filter((other) => other !== holder))}`,
        at: holder.last_heard,
      }));
  });
};

export const findWeakKeys: Finder = ({ context: { reader, range }, nums }) => {
  const holders = reader.all(sql<KeyHolder>`
    SELECT n.node_num, n.short_name, n.public_key, n.last_heard, ${nodeState} AS state FROM nodes n
    WHERE n.public_key IS NOT NULL AND n.last_heard >= ${range.from} AND ${inScope(sql`n.node_num`, nums)}`);
  return holders.flatMap((holder) => {
    const weakness = weaknessOf(holder.public_key);
    if (weakness === undefined) return [];
    return [
      {
        kind: 'weak_key' as const,
        severity: 'critical' as const,
        node: holder.node_num,
        channel: null,
        detail: `Key ${fingerprintOf(holder.public_key)} protects nothing: ${weakness}`,
        at: holder.last_heard,
      },
    ];
  });
};

const fingerprintIn = (data: Readonly<Record<string, unknown>>, name: string) => {
  const key = data[name];
  return typeof key === 'string' && /^[0-9a-f]{64}$/.test(key) ? fingerprintOf(key) : 'unknown';
};

export const findChangedKeys: Finder = ({ context: { reader, range }, nums }) => {
  const where = allOf([sql`e.kind = 'key_changed'`, inRange(sql`e.at`, range), inScope(sql`e.node_num`, nums)]);
  return selectEvents(reader, where, MOST_CHANGES).map(({ item: { at, nodeId: id, data } }) => ({
    kind: 'key_changed',
    severity: 'critical',
    node: id === null ? null : (parseNodeId(id) ?? null),
    channel: null,
    detail: `From key ${fingerprintIn(data, 'old')} to ${fingerprintIn(data, 'new')}: reinstalled, or an impersonator`,
    at,
  }));
};

interface Overlap {
  readonly node_num: number;
  readonly old_key: string;
  readonly new_key: string;
  readonly gateway_num: number;
  readonly at: number;
}

/** The old key was used again after the new one: two devices use one node number. */
export const findAlternatingKeys: Finder = ({ context: { reader, range }, nums }) => {
  const overlaps = reader.all(sql<Overlap>`
    SELECT a.node_num, a.public_key AS old_key, b.public_key AS new_key, b.gateway_num, MIN(a.last_seen, b.last_seen) AS at
    FROM node_keys a JOIN node_keys b ON b.node_num = a.node_num AND b.public_key <> a.public_key
    WHERE (a.first_seen, a.public_key) < (b.first_seen, b.public_key) AND a.last_seen > b.first_seen
      AND MIN(a.last_seen, b.last_seen) >= ${range.from} AND ${inScope(sql`a.node_num`, nums)}
    ORDER BY at DESC LIMIT ${MOST_CHANGES}`);
  const directory = readDirectory(
    reader,
    overlaps.map(({ gateway_num }) => gateway_num),
  );
  return overlaps.map(({ node_num, old_key, new_key, gateway_num, at }) => ({
    kind: 'impersonation',
    severity: 'critical',
    node: node_num,
    channel: null,
    detail: `Two devices use this node number: keys ${fingerprintOf(old_key)} and ${fingerprintOf(new_key)} alternate; the second was first heard through ${isolated(shortNameOf(directory, nodeId(gateway_num)))}`,
    at,
  }));
};

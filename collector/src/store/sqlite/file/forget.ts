/** Removes one node from every table, for the command line. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { BROADCAST, formatNodeId, type NodeNum } from '../../../model.js';
import { listBackups } from './backup.js';
import { acquireLock } from './lock.js';
import { openForCommand, requireDatabase } from './open-for-command.js';
import { translateAtStart } from './sqlite-error.js';

/** One statement about a node: `:num`, its id `:id`, and `:like` for a text that holds the id. */
interface Step {
  readonly table: string;
  readonly sql: string;
  /** Others' rows that only name the node are changed, not removed. */
  readonly changes?: true;
}

const removed = (table: string, where: string): Step => ({ table, sql: `DELETE FROM ${table} WHERE ${where}` });
const changed = (table: string, set: string, where: string): Step => ({
  table,
  sql: `UPDATE ${table} SET ${set} WHERE ${where}`,
  changes: true,
});

/** A route with an unknown node in the place of the forgotten one. */
const withoutNode = (column: string) => `${column} = (SELECT json_group_array(CASE value WHEN :num THEN ${BROADCAST}
  ELSE value END) FROM (SELECT value FROM json_each(traceroutes.${column}) ORDER BY key))`;
const namesNode = (column: string) => `EXISTS (SELECT 1 FROM json_each(traceroutes.${column}) WHERE value = :num)`;

const PACKETS = 'SELECT packet_row FROM packets WHERE from_num = :num OR to_num = :num';

/** Rows of other nodes' packets stay when only a reception by the node is removed; packets from it and to it go. */
const STEPS: readonly Step[] = [
  removed('receptions', 'gateway_num = :num OR from_num = :num'),
  removed('messages', 'from_num = :num OR to_num = :num'),
  removed('traceroutes', 'origin_num = :num OR target_num = :num'),
  changed('traceroutes', withoutNode('route'), namesNode('route')),
  changed('traceroutes', withoutNode('route_back'), namesNode('route_back')),
  removed(
    'packet_contents',
    `packet_row IN (${PACKETS}) OR events LIKE '%' || CAST(:num AS INTEGER) || '%' OR events LIKE :like`,
  ),
  removed('undecrypted_messages', `gateway_num = :num OR packet_row IN (${PACKETS})`),
  removed('packets', 'from_num = :num OR to_num = :num'),
  changed('packets', 'first_gateway_num = 0', 'first_gateway_num = :num'),
  changed('packets', 'summary = NULL', 'summary LIKE :like'),
  removed('positions', 'node_num = :num'),
  removed('positions_hourly', 'node_num = :num'),
  removed('samples', 'metric_id IN (SELECT metric_id FROM metrics) AND node_num = :num'),
  removed('samples_hourly', 'metric_id IN (SELECT metric_id FROM metrics) AND node_num = :num'),
  removed('receptions_hourly', 'gateway_num = :num OR from_num = :num'),
  removed('traffic_minutely', 'gateway_num = :num'),
  removed('links', 'from_num = :num OR to_num = :num'),
  removed('waypoints', 'from_num = :num'),
  changed('waypoints', 'locked_to = NULL', 'locked_to = :num'),
  removed('events', 'node_num = :num OR title LIKE :like OR text LIKE :like OR data LIKE :like'),
  removed('node_keys', 'node_num = :num'),
  changed('node_keys', 'gateway_num = 0', 'gateway_num = :num'),
  removed('node_metrics', 'node_num = :num'),
  changed('nodes', 'last_gateway_num = NULL, last_gateway_at = 0', 'last_gateway_num = :num'),
  removed('gateway_channels', 'gateway_num = :num'),
  removed('gateway_clocks', 'gateway_num = :num'),
  removed('gateway_presence', 'gateway_num = :num'),
  removed('gateways', 'gateway_num = :num'),
  removed('node_channels', 'node_num = :num'),
  removed('node_aliases', 'old_num = :num OR new_num = :num'),
  removed('node_presence', 'node_num = :num'),
  removed('nodes', 'node_num = :num'),
  removed(
    'topics',
    `topic LIKE :like AND topic_id NOT IN (SELECT topic_id FROM receptions)
      AND topic_id NOT IN (SELECT topic_id FROM gateway_channels)`,
  ),
  changed('topics', "topic = replace(topic, :id, 'forgotten-' || topic_id)", 'topic LIKE :like'),
];

/** Tables that hold nothing about single nodes, and why. A test compares this and the steps with the schema. */
export const tablesWithoutNodes: Readonly<Record<string, string>> = {
  channels: 'names of channels, which belong to many',
  metrics: 'the catalog of the program',
  collector_metrics: 'the program’s own readings',
  collector_samples: 'the program’s own readings',
  hop_trust: 'facts about brokers and channels',
  listening: 'the rhythm of the whole mesh',
  metadata: 'facts about the database itself',
  settings: 'facts about the database itself',
  rollup_hours: 'hours without nodes',
  seen_messages: 'hashes of messages, which cannot be read back and keep a redelivery from bringing the node back',
  sessions: 'connections of the live stream',
};

/** Tables that the steps cover. */
export const tablesWithNodes: ReadonlySet<string> = new Set(STEPS.map(({ table }) => table));

export interface Forgotten {
  readonly nodeId: string;
  /** Removed rows by table. */
  readonly removed: Readonly<Record<string, number>>;
  /** Rows of others that no longer name the node, by table. */
  readonly changed: Readonly<Record<string, number>>;
}

/** The numbers of the same nodes before and after upgrades that changed them. */
function withAliases(db: Database.Database, nums: readonly NodeNum[]): readonly NodeNum[] {
  const related = db
    .prepare<{ num: NodeNum }, NodeNum>(
      `WITH current AS (SELECT COALESCE((SELECT current_num FROM node_aliases WHERE old_num = :num), :num) AS num)
       SELECT num FROM current UNION SELECT old_num FROM node_aliases WHERE current_num = (SELECT num FROM current)`,
    )
    .pluck();
  return [...new Set(nums.flatMap((num) => [num, ...related.all({ num })]))];
}

function forgetNode(db: Database.Database, num: NodeNum): Forgotten {
  const nodeId = formatNodeId(num);
  const parameters = { num, id: nodeId, like: `%${nodeId}%` };
  const counts = { removed: {} as Record<string, number>, changed: {} as Record<string, number> };
  for (const { table, sql, changes } of STEPS) {
    const rows = db.prepare(sql).run(parameters).changes;
    const list = changes === true ? counts.changed : counts.removed;
    if (rows > 0) list[table] = (list[table] ?? 0) + rows;
  }
  return { nodeId, ...counts };
}

/**
 * Removes nodes from every table of the database; all or nothing. What was removed is overwritten in the file, and free
 * pages, which may hold rows that were removed earlier, are given back.
 * @throws FatalError exit 64 (no such database), 65 (damaged, or not ours), 69 (the collector is running), 74, 78.
 */
export function forgetNodes(path: string, nums: readonly NodeNum[]): readonly Forgotten[] {
  requireDatabase(path);
  const lock = acquireLock(path);
  try {
    const db = openForCommand(path);
    try {
      db.pragma('secure_delete = ON');
      db.pragma('foreign_keys = ON');
      const forgotten = db.transaction(() => withAliases(db, nums).map((num) => forgetNode(db, num))).immediate();
      db.pragma('incremental_vacuum');
      db.pragma('wal_checkpoint(TRUNCATE)');
      return forgotten;
    } finally {
      db.close();
    }
  } catch (error) {
    throw translateAtStart(error, path);
  } finally {
    lock.release();
  }
}

/** Copies of the database that still hold what was removed: backups, and files set aside beside it. */
export function copiesOf(path: string, backupDirectory: string): readonly string[] {
  const folder = dirname(path);
  const name = basename(path);
  const own = new Set([name, `${name}-wal`, `${name}-shm`, `${name}.lock`]);
  const aside = readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`) && !own.has(file))
    .map((file) => join(folder, file));
  return [...listBackups(path, backupDirectory), ...aside];
}

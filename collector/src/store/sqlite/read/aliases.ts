import type Database from 'better-sqlite3';
import { parseNodeId } from '../../../model.js';
import { nodeId } from '../rows/node-id.js';
import { sql, type Sql } from './sql.js';

type AliasRow = readonly [old: number, current: number];

/**
 * Views over the tables that have one row per node, gateway or link, under the same names: rows of former numbers are
 * left out, and links of former numbers are those of the current one. They exist while there are aliases.
 */
const VIEWS = `
  CREATE TEMP VIEW nodes AS SELECT n.* FROM main.nodes n
    WHERE NOT EXISTS (SELECT 1 FROM main.node_aliases a WHERE a.old_num = n.node_num);
  CREATE TEMP VIEW gateways AS SELECT g.* FROM main.gateways g
    WHERE NOT EXISTS (SELECT 1 FROM main.node_aliases a WHERE a.old_num = g.gateway_num);
  CREATE TEMP VIEW gateway_clocks AS SELECT c.* FROM main.gateway_clocks c
    WHERE NOT EXISTS (SELECT 1 FROM main.node_aliases a WHERE a.old_num = c.gateway_num);
  CREATE TEMP VIEW links AS
    WITH renumbered AS MATERIALIZED (
      SELECT old_num AS num FROM main.node_aliases UNION SELECT current_num FROM main.node_aliases)
    SELECT l.* FROM main.links l
    WHERE l.from_num NOT IN (SELECT num FROM renumbered) AND l.to_num NOT IN (SELECT num FROM renumbered)
    UNION ALL
    -- With MAX(last_seen) in the row, the bare columns are those of the newest link.
    SELECT from_num, to_num, kind, snr, snr_avg, snr_weight, snr_at, rssi, counts, first, MAX(last_seen)
    FROM (
      SELECT COALESCE(f.current_num, l.from_num) AS from_num, COALESCE(t.current_num, l.to_num) AS to_num, l.kind, l.snr,
             l.snr_avg, l.snr_weight, l.snr_at, l.rssi, SUM(l.count) OVER same AS counts,
             MIN(l.first_seen) OVER same AS first, l.last_seen
      FROM main.links l LEFT JOIN main.node_aliases f ON f.old_num = l.from_num
        LEFT JOIN main.node_aliases t ON t.old_num = l.to_num
      WHERE l.from_num IN (SELECT num FROM renumbered) OR l.to_num IN (SELECT num FROM renumbered)
      WINDOW same AS (PARTITION BY COALESCE(f.current_num, l.from_num), COALESCE(t.current_num, l.to_num), l.kind)
    )
    WHERE from_num <> to_num GROUP BY from_num, to_num, kind;`;
const DROP_VIEWS = `DROP VIEW temp.nodes; DROP VIEW temp.gateways; DROP VIEW temp.gateway_clocks;
  DROP VIEW temp.links;`;

/**
 * Former numbers of nodes. Tables of history keep the number that each packet was sent under: conditions on it take
 * `expand`, and results group by `currentOf`.
 */
export class Aliases {
  readonly #current: ReadonlyMap<number, number>;
  readonly #former = new Map<number, number[]>();

  constructor(rows: readonly AliasRow[]) {
    this.#current = new Map(rows);
    for (const [old, current] of rows) this.#former.set(current, [...(this.#former.get(current) ?? []), old]);
  }

  get isEmpty(): boolean {
    return this.#current.size === 0;
  }

  /** The number of the node now. */
  current(num: number): number {
    return this.#current.get(num) ?? num;
  }

  currentId(id: string): string {
    const num = parseNodeId(id);
    return num === undefined ? id : nodeId(this.current(num));
  }

  /** Ids that the node had before, the first one first. */
  formerIds(num: number): string[] {
    return (this.#former.get(num) ?? []).map(nodeId);
  }

  /** Every number that these nodes have or had, the current one of each first. */
  expand(nums: readonly number[]): readonly number[] {
    if (this.isEmpty) return nums;
    const current = new Set(nums.map((num) => this.current(num)));
    return [...current].flatMap((num) => [num, ...(this.#former.get(num) ?? [])]);
  }

  expandIds(ids: readonly string[]): readonly string[] {
    if (this.isEmpty) return ids;
    const known = ids.flatMap((id) => parseNodeId(id) ?? []);
    // Text that is no id still matches nothing.
    return [...ids.filter((id) => parseNodeId(id) === undefined), ...this.expand(known).map(nodeId)];
  }

  /** The current number of the node in a column of history. */
  currentOf(column: Sql): Sql {
    if (this.isEmpty) return column;
    return sql`COALESCE((SELECT alias.current_num FROM node_aliases alias WHERE alias.old_num = ${column}), ${column})`;
  }

  /** Condition that a column of history has any number of the node. */
  isNode(column: Sql, current: Sql): Sql {
    if (this.isEmpty) return sql`${column} = ${current}`;
    return sql`${column} IN (SELECT ${current} UNION ALL
      SELECT alias.old_num FROM node_aliases alias WHERE alias.current_num = ${current})`;
  }
}

/** Reads the aliases of a read-only connection before each use of it, and keeps its views up to date. */
export class AliasReader {
  readonly #database: Database.Database;
  readonly #select: Database.Statement<[], AliasRow>;
  #hasViews = false;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#select = database
      .prepare<[], AliasRow>('SELECT old_num, current_num FROM main.node_aliases ORDER BY since, old_num')
      .raw();
  }

  read(): Aliases {
    const aliases = new Aliases(this.#select.all());
    if (aliases.isEmpty === this.#hasViews) this.#switchViews();
    return aliases;
  }

  /** Views of a connection are its own: the database stays read-only. */
  #switchViews(): void {
    this.#database.pragma('query_only = OFF');
    this.#database.exec(this.#hasViews ? DROP_VIEWS : VIEWS);
    this.#database.pragma('query_only = ON');
    this.#hasViews = !this.#hasViews;
  }
}

/** Condition that an id the node of the column had before contains the text. */
export function formerIdMatches(node: Sql, matches: (text: Sql) => Sql): Sql {
  return sql`${node} IN (SELECT alias.current_num FROM node_aliases alias
    WHERE ${matches(sql`printf('!%08x', alias.old_num)`)})`;
}

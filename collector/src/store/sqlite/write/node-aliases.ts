import type Database from 'better-sqlite3';
import { formatNodeId, type NodeId, type NodeNum } from '../../../model.js';
import type { TransactionListener } from './transaction.js';

/** Proof of a renumbering, and what the new number took over from the old one, so that it can be given back. */
export interface AliasEvidence {
  readonly publicKey: string;
  /** Gateway of the NodeInfo that proved it. */
  readonly gatewayId: string;
  /** Packets that were counted under the old number. */
  readonly packets: number;
  /** Times of the latest values that were taken over, by metric. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Time of the position; null = none was taken over. */
  readonly positionAt: number | null;
}

/** A number that its node does not use any more. */
export interface NodeAlias {
  readonly old: NodeNum;
  /** The number that followed. */
  readonly new: NodeNum;
  /** When the new number was first heard, Unix ms. */
  readonly since: number;
  readonly evidence: AliasEvidence;
}

interface AliasRow {
  readonly old_num: number;
  readonly new_num: number;
  readonly since: number;
  readonly evidence: string;
}

const toAlias = (row: AliasRow): NodeAlias => ({
  old: row.old_num as NodeNum,
  new: row.new_num as NodeNum,
  since: row.since,
  evidence: JSON.parse(row.evidence) as AliasEvidence,
});

/** Former numbers of nodes: in the database, and in memory by old number. */
export class NodeAliases implements TransactionListener {
  readonly #save: Database.Statement;
  readonly #updateCurrent: Database.Statement;
  readonly #delete: Database.Statement;
  #aliases: ReadonlyMap<NodeNum, NodeAlias>;
  /** Former ids by the current number, the first one first. */
  #formerIds: ReadonlyMap<NodeNum, readonly NodeId[]>;
  /** Before the present transaction; undefined = nothing has changed. */
  #before: ReadonlyMap<NodeNum, NodeAlias> | undefined;

  constructor(db: Database.Database) {
    this.#save = db.prepare(
      'INSERT OR REPLACE INTO node_aliases (old_num, new_num, current_num, since, evidence) VALUES (?, ?, ?, ?, ?)',
    );
    this.#updateCurrent = db.prepare('UPDATE node_aliases SET current_num = ? WHERE old_num = ?');
    this.#delete = db.prepare('DELETE FROM node_aliases WHERE old_num = ?');
    const rows = db.prepare<[], AliasRow>('SELECT old_num, new_num, since, evidence FROM node_aliases').all();
    this.#aliases = new Map(rows.map((row) => [row.old_num as NodeNum, toAlias(row)]));
    this.#formerIds = this.#groupFormerIds();
  }

  get size(): number {
    return this.#aliases.size;
  }

  /** True for a number that its node does not use any more. */
  isFormer(num: NodeNum): boolean {
    return this.#aliases.has(num);
  }

  get(old: NodeNum): NodeAlias | undefined {
    return this.#aliases.get(old);
  }

  /** The numbers that followed, one after the other; empty for a number in use. */
  successorsOf(num: NodeNum): readonly NodeNum[] {
    const path: NodeNum[] = [];
    for (let alias = this.get(num); alias !== undefined; alias = this.get(alias.new)) path.push(alias.new);
    return path;
  }

  /** The number of the node now. */
  current(num: NodeNum): NodeNum {
    return this.successorsOf(num).at(-1) ?? num;
  }

  /** Every number the node has or had, the present one first. */
  numbersOf(num: NodeNum): readonly NodeNum[] {
    if (this.size === 0) return [num];
    const current = this.current(num);
    const former = [...this.#aliases.keys()].filter((old) => this.current(old) === current);
    return [current, ...former];
  }

  /** Ids that the node with this number had before, the first one first. */
  formerIds(num: NodeNum): NodeId[] {
    return [...(this.#formerIds.get(num) ?? [])];
  }

  add(alias: NodeAlias): void {
    this.#change((aliases) => aliases.set(alias.old, alias));
    const { old, since, evidence } = alias;
    this.#save.run(old, alias.new, this.current(old), since, JSON.stringify(evidence));
    this.#saveCurrent();
  }

  remove(old: NodeNum): void {
    this.#change((aliases) => aliases.delete(old));
    this.#delete.run(old);
    this.#saveCurrent();
  }

  committed(): void {
    this.#before = undefined;
  }

  rolledBack(): void {
    if (this.#before === undefined) return;
    this.#aliases = this.#before;
    this.#formerIds = this.#groupFormerIds();
    this.#before = undefined;
  }

  #change(edit: (aliases: Map<NodeNum, NodeAlias>) => unknown): void {
    this.#before ??= this.#aliases;
    const aliases = new Map(this.#aliases);
    edit(aliases);
    this.#aliases = aliases;
    this.#formerIds = this.#groupFormerIds();
  }

  #groupFormerIds(): Map<NodeNum, NodeId[]> {
    const found = new Map<NodeNum, NodeId[]>();
    for (const { old } of [...this.#aliases.values()].sort((left, right) => left.since - right.since)) {
      const current = this.current(old);
      found.set(current, [...(found.get(current) ?? []), formatNodeId(old)]);
    }
    return found;
  }

  #saveCurrent(): void {
    for (const old of this.#aliases.keys()) this.#updateCurrent.run(this.current(old), old);
  }
}

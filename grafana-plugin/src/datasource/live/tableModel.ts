import type { DataFrame, Field } from '@grafana/data';

export type Cell = unknown;
/** Values by name of the field. Fields a row says nothing about stay as they are, or empty in a new row. */
export type RowValues = Readonly<Record<string, Cell>>;

/** A frame with one row per thing, which live updates change in place. */
export interface TableModel {
  readonly fieldNames: readonly string[];
  has(key: string): boolean;
  get(key: string, field: string): Cell;
  /** Changes the row; false when there is none with this key. */
  update(key: string, values: RowValues): boolean;
  insert(key: string, values: RowValues): void;
  /** False when there is no row with this key. */
  remove(key: string): boolean;
  readonly length: number;
  /** The same frame as before, or a new one when anything changed. The values of a frame never change. */
  frame(): DataFrame;
}

export interface TableOptions {
  /** Identifies a row; undefined for rows without an identity. */
  readonly keyOf: (row: (field: string) => Cell) => string | undefined;
  readonly maxRows: number;
  /** Side on which rows are added; beyond `maxRows` they are removed from the other side. */
  readonly newest: 'first' | 'last';
}

interface Row {
  readonly key: string;
  readonly cells: Cell[];
}

export function createTableModel(source: DataFrame, { keyOf, maxRows, newest }: TableOptions): TableModel {
  const columns = new Map(source.fields.map(({ name }, index) => [name, index]));
  const rows = readRows(source, columns, keyOf);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  // New rows are collected apart, because putting each in front of the others would move all of them.
  let added: Row[] = [];
  let current = source;
  let changed = false;

  function write({ cells }: Row, values: RowValues): void {
    for (const [name, value] of Object.entries(values)) {
      const index = columns.get(name);
      if (index !== undefined) {
        cells[index] = value;
      }
    }
    changed = true;
  }

  function settle(): void {
    if (newest === 'first') {
      rows.unshift(...added.reverse());
    } else {
      rows.push(...added);
    }
    added = [];
    const surplus = rows.length - maxRows;
    if (surplus > 0) {
      const gone = newest === 'first' ? rows.splice(maxRows) : rows.splice(0, surplus);
      gone.forEach(({ key }) => byKey.delete(key));
    }
  }

  return {
    fieldNames: [...columns.keys()],
    has: (key) => byKey.has(key),
    get: (key, field) => byKey.get(key)?.cells[columns.get(field) ?? -1],
    update(key, values) {
      const row = byKey.get(key);
      if (row === undefined) {
        return false;
      }
      write(row, values);
      return true;
    },
    insert(key, values) {
      const row: Row = { key, cells: source.fields.map(() => null) };
      write(row, values);
      added.push(row);
      byKey.set(key, row);
      // More than this would be thrown away again anyway.
      if (added.length > 2 * maxRows) {
        settle();
      }
    },
    remove(key) {
      const row = byKey.get(key);
      if (row === undefined) {
        return false;
      }
      byKey.delete(key);
      for (const list of [rows, added]) {
        const index = list.indexOf(row);
        if (index >= 0) {
          list.splice(index, 1);
        }
      }
      changed = true;
      return true;
    },
    get length() {
      return rows.length + added.length;
    },
    frame() {
      if (changed) {
        settle();
        current = toFrame(source, rows);
        changed = false;
      }
      return current;
    },
  };
}

function readRows(source: DataFrame, columns: ReadonlyMap<string, number>, keyOf: TableOptions['keyOf']): Row[] {
  return Array.from({ length: source.length }, (_, index) => {
    const cells: Cell[] = source.fields.map(({ values }) => values[index]);
    const key = keyOf((field) => cells[columns.get(field) ?? -1]);
    return { key: key ?? `row ${index}`, cells };
  });
}

function toFrame(source: DataFrame, rows: readonly Row[]): DataFrame {
  const fields = source.fields.map(({ name, type, config, labels }, index): Field => ({
    name,
    type,
    config,
    ...(labels === undefined ? {} : { labels }),
    values: rows.map(({ cells }) => cells[index]),
  }));
  return { ...source, fields, length: rows.length };
}

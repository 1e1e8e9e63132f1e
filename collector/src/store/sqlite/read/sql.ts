/**
 * SQL that cannot be injected into: text comes only from template literals of this source code, and whatever is put
 * into a template is a bound parameter unless it is such a piece of SQL itself.
 *
 *     sql<PacketRow>`SELECT size FROM packets WHERE from_num = ${num} AND ${allOf(clauses)}`
 */
export type Bindable = number | string | bigint | null;

declare const rowType: unique symbol;

/** A piece of SQL with its parameters; `Row` is what it yields when it is a whole query. */
export interface Sql<Row = unknown> {
  readonly text: string;
  readonly values: readonly Bindable[];
  readonly [rowType]?: Row;
}

/** Pieces made here, and nowhere else. */
const pieces = new WeakSet();

function isSql(part: Sql | Bindable): part is Sql {
  return typeof part === 'object' && part !== null && pieces.has(part);
}

/** SQLite gets whole numbers as integers: better-sqlite3 binds a plain number as REAL, which changes `/` and `%`. */
function bindable(value: Bindable): Bindable {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** A query, or a piece of one; the type argument is the shape of its rows. */
export function sql<Row = unknown>(strings: TemplateStringsArray, ...parts: readonly (Sql | Bindable)[]): Sql<Row> {
  let text = strings[0] ?? '';
  const values: Bindable[] = [];
  parts.forEach((part, index) => {
    if (isSql(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(bindable(part));
    }
    text += strings[index + 1] ?? '';
  });
  const piece = { text, values };
  pieces.add(piece);
  return piece;
}

const TRUE = sql`TRUE`;
const FALSE = sql`FALSE`;

/** All clauses hold; nothing asked is always true. */
export function allOf(clauses: readonly Sql[]): Sql {
  return clauses.length === 0 ? TRUE : clauses.reduce((left, right) => sql`${left} AND ${right}`);
}

/**
 * `column` is one of `values`; `null` means any. One parameter however long the list is, so the text stays the same.
 */
export function isOneOf(column: Sql, values: readonly (number | string)[] | null | undefined): Sql {
  if (values === null || values === undefined) return TRUE;
  if (values.length === 0) return FALSE;
  if (values.length === 1) return sql`${column} = ${values[0] ?? null}`;
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

export interface TimeRange {
  /** Inclusive, Unix ms. */
  readonly from: number;
  /** Exclusive, Unix ms. */
  readonly to: number;
}

/** Half-open time range on a column of Unix milliseconds; an end that is left out is open. */
export function inRange(column: Sql, { from, to }: { from?: number | undefined; to?: number | undefined }): Sql {
  return allOf([
    ...(from === undefined ? [] : [sql`${column} >= ${from}`]),
    ...(to === undefined ? [] : [sql`${column} < ${to}`]),
  ]);
}

/** A bounding box; `west > east` crosses the date line. */
export function inside(
  latitude: Sql,
  longitude: Sql,
  bounds: { readonly west: number; readonly south: number; readonly east: number; readonly north: number },
): Sql {
  const { west, south, east, north } = bounds;
  const between =
    west <= east
      ? sql`${longitude} BETWEEN ${west} AND ${east}`
      : sql`(${longitude} >= ${west} OR ${longitude} <= ${east})`;
  return sql`(${latitude} BETWEEN ${south} AND ${north} AND ${between})`;
}

/** Case-insensitive (ASCII) substring match; `%` and `_` in the needle are themselves. */
export function contains(column: Sql, needle: string): Sql {
  const pattern = `%${needle.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`${column} LIKE ${pattern} ESCAPE '\\'`;
}

/**
 * Clause that makes a long statement cancellable: evaluated for about one scanned row in a thousand (`column` is any
 * integer of the row that varies), it throws out of the statement once the query is canceled. SQLite has no other
 * hook.
 */
export function cancellable(column: Sql): Sql {
  return sql`(${column} & 1023 OR check_canceled())`;
}

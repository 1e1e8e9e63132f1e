import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { resourceSchemas, type ResourceName, type Resources } from '@mesh-observatory/contract/resources';

/**
 * Spreadsheets treat a cell that starts like this as a formula, and names come from strangers by radio. (The option
 * `escape_formulas` of csv-stringify does not know the line feed.)
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
// eslint-disable-next-line no-control-regex -- control characters are what this removes
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A page as RFC 4180: one header line, CRLF, UTF-8. Columns are the resource's fields in order; a node's metrics become
 * `metrics.<name>` and `metrics.<name>.at` (those that occur on the page, sorted); lists of plain values are joined by
 * `;`, other nested values are JSON. null is an empty cell.
 */
export function renderCsv<K extends ResourceName>(resource: K, rows: readonly Resources[K][]): string {
  const shape: Record<string, z.ZodType> = resourceSchemas[resource].shape;
  const columns = Object.entries(shape).flatMap(([name, schema]) =>
    isMetrics(schema) ? metricColumns(name, rows) : [{ key: name, header: name }],
  );
  return stringify([...rows], {
    header: true,
    columns,
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/, // otherwise it quotes the two together only
    cast: {
      boolean: String,
      number: (value) => (Number.isFinite(value) ? String(value) : ''),
      string: harmlessText,
      object: (value) => harmlessText(flatten(value)),
    },
  });
}

/** A record of `{value, at}`; `data` of an event is a record too, but of anything. */
const isMetrics = (schema: z.ZodType) => schema instanceof z.ZodRecord && schema.valueType instanceof z.ZodObject;

function metricColumns(field: string, rows: readonly object[]) {
  const metrics = rows.map((row) => Object.entries(row).find(([name]) => name === field)?.[1] as object | undefined);
  const names = new Set(metrics.flatMap((values) => Object.keys(values ?? {})));
  return [...names].sort().flatMap((name) => [
    { key: `${field}.${name}.value`, header: `${field}.${name}` },
    { key: `${field}.${name}.at`, header: `${field}.${name}.at` },
  ]);
}

function harmlessText(value: string): string {
  const text = value.replace(controls, '');
  return formulaStart.test(text) ? `'${text}` : text;
}

function flatten(value: object): string {
  const isPlainList = Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
  return isPlainList ? value.map((item) => (item === null ? '' : String(item))).join(';') : JSON.stringify(value);
}

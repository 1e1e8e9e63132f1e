import { z } from 'zod';
import { resourceSchemas, type ResourceName, type Resources } from '@mesh-observatory/contract/resources';

/** Programs that open CSV treat a cell that starts like this as a formula, and names come from strangers by radio. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
// eslint-disable-next-line no-control-regex -- control characters are what this removes
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A page as RFC 4180: one header line, CRLF, UTF-8. Columns are the resource's fields in order; a node's metrics become
 * `metrics.<name>` and `metrics.<name>.at` (those that occur on the page, sorted); lists of plain values are joined by
 * `;`, other nested values are JSON. null is an empty cell.
 */
export function renderCsv<K extends ResourceName>(resource: K, rows: readonly Resources[K][]): string {
  const records = rows.map((row) => new Map(Object.entries(row)));
  const shape: Record<string, z.ZodType> = resourceSchemas[resource].shape;
  const columns = Object.entries(shape).flatMap(([name, schema]) =>
    isMetrics(schema) ? metricColumns(name, records) : [plainColumn(name)],
  );
  const header = columns.map(({ title }) => cell(title)).join(',');
  const lines = records.map((record) => columns.map(({ value }) => cell(value(record))).join(','));
  return `${[header, ...lines].join('\r\n')}\r\n`;
}

type CsvRecord = ReadonlyMap<string, unknown>;
interface Column {
  readonly title: string;
  readonly value: (record: CsvRecord) => unknown;
}

const plainColumn = (name: string): Column => ({ title: name, value: (record) => record.get(name) });

/** A record of `{value, at}`; `data` of an event is a record too, but of anything. */
const isMetrics = (schema: z.ZodType) => schema instanceof z.ZodRecord && schema.valueType instanceof z.ZodObject;

function metricColumns(field: string, records: readonly CsvRecord[]): Column[] {
  const names = new Set(records.flatMap((record) => Object.keys(asObject(record.get(field)))));
  return [...names].sort().flatMap((name) =>
    (['value', 'at'] as const).map((part) => ({
      title: part === 'value' ? `${field}.${name}` : `${field}.${name}.at`,
      value: (record: CsvRecord) => own(asObject(own(asObject(record.get(field)), name)), part),
    })),
  );
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
const own = (object: object, name: string): unknown => Object.getOwnPropertyDescriptor(object, name)?.value;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'boolean') return String(value);
  const text = (typeof value === 'string' ? value : flatten(value)).replace(controls, '');
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function flatten(value: unknown): string {
  const isPlainList = Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
  return isPlainList ? value.map((item) => (item === null ? '' : String(item))).join(';') : JSON.stringify(value);
}

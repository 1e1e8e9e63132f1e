import type { ListFilter } from '@mesh-observatory/contract/resources';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { RequestError } from '../../errors.js';
import { filterSchema, type Parameter, type ParameterForm } from './parameters.js';
import { quote, type QueryString } from './query-string.js';
import { checkTimeRange } from './time-range.js';

/** Longer ranges belong to `/api/query`, which aggregates. */
export const RAW_RANGE_DAYS = 31;

/**
 * Reads the query string of a list into its filter; nothing is ignored and nothing is guessed.
 * @throws RequestError 400 that names parameter, value and what is allowed.
 */
export function readListFilter(allowed: readonly Parameter[], query: QueryString): ListFilter {
  refuseUnknown(allowed, query);
  const values: Record<string, unknown> = {};
  for (const parameter of allowed) {
    const texts = query.get(parameter.name);
    if (texts !== undefined) values[parameter.key] = readValue(parameter, texts);
  }
  return filterSchema.parse(values);
}

function refuseUnknown(allowed: readonly Parameter[], query: QueryString): void {
  for (const name of query.keys()) {
    if (allowed.some((parameter) => parameter.name === name)) continue;
    const names = allowed.map((parameter) => parameter.name).join(', ');
    throw new RequestError('unknown_parameter', `Unknown parameter ${quote(name)}; allowed here: ${names || 'none'}.`);
  }
}

function readValue(parameter: Parameter, texts: readonly string[]): unknown {
  const isList = parameter.form === 'list' || parameter.form === 'integer-list';
  if (!isList && texts.length > 1) {
    throw new RequestError(
      'repeated_parameter',
      `Parameter ${parameter.name} is given ${texts.length} times; allowed: once.`,
    );
  }
  const result = parameter.schema.safeParse(coerce(parameter.form, texts));
  if (result.success) return result.data;
  const value = quote(texts.join(','));
  throw new RequestError('bad_parameter', `Parameter ${parameter.name} is ${value}; allowed: ${parameter.allowed}.`);
}

/** Converts text into the type that the schema expects. Text that cannot be converted stays text, and the schema refuses it. */
function coerce(form: ParameterForm, texts: readonly string[]): unknown {
  const text = texts[0] ?? '';
  switch (form) {
    case 'list':
      return texts.flatMap(splitList);
    case 'integer-list':
      return texts.flatMap(splitList).map(integer);
    case 'integer':
      return integer(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'time':
      return time(text);
    case 'bounds':
      return bounds(text);
    case 'text':
      return text;
  }
}

/** Splits at commas that have no backslash before them. Node ids are the only values that start with `!`: any case will do. */
const splitList = (text: string) =>
  text.split(/(?<!\\),/).map((item) => {
    const value = item.replaceAll('\\,', ',');
    return /^![0-9a-fA-F]{8}$/.test(value) ? value.toLowerCase() : value;
  });

const integer = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : text);

const zonedTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function time(text: string): unknown {
  if (zonedTime.test(text)) return Date.parse(text);
  return integer(text);
}

function bounds(text: string): unknown {
  const edges = text.split(',');
  if (edges.length !== 4 || !edges.every((edge) => /^-?\d{1,3}(\.\d{1,15})?$/.test(edge))) return text;
  const [west, south, east, north] = edges.map(Number);
  return { west, south, east, north };
}

/**
 * Keeps a range within `maxDays`: a start that is not given is `maxDays` before the end; without both the store answers
 * its newest rows.
 * @throws RequestError 400 when the range is empty or too wide.
 */
export function boundRange(filter: ListFilter, now: number, maxDays: number | undefined): ListFilter {
  const { from, to } = filter;
  checkTimeRange(filter);
  if (maxDays === undefined) return filter;
  const maxMs = maxDays * DAY_MS;
  if (from === undefined) return to === undefined ? filter : { ...filter, from: Math.max(0, to - maxMs) };
  const rangeMs = (to ?? now) - from;
  if (rangeMs > maxMs) {
    const days = (rangeMs / DAY_MS).toFixed(1);
    throw new RequestError('range_too_wide', `The range from–to is ${days} days; allowed: ${maxDays} days a request.`);
  }
  return filter;
}

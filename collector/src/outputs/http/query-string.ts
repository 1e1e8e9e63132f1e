import { RequestError } from '../../errors.js';

/** Parameter name → its texts in order of appearance. A Map, because `__proto__` is a name like any other. */
export type QueryString = ReadonlyMap<string, readonly string[]>;

// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const controlCharacter = /[\u0000-\u001f\u007f]/;

/** Reads what follows `?`. @throws RequestError 400 for broken percent-encoding, invalid UTF-8 or control characters. */
export function readQueryString(url: string): QueryString {
  const start = url.indexOf('?');
  const found = new Map<string, string[]>();
  if (start < 0) return found;
  for (const pair of url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    const values = found.get(name);
    if (values === undefined) found.set(name, [value]);
    else values.push(value);
  }
  return found;
}

function decode(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new RequestError('bad_query', `The query string holds ${quote(text)}, which is not percent-encoded UTF-8.`);
  }
  if (controlCharacter.test(decoded)) {
    throw new RequestError(
      'bad_query',
      `The query string holds ${quote(decoded)}; control characters are not allowed.`,
    );
  }
  return decoded;
}

/** A value as an error message shows it: short, quoted, and without control characters. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

/**
 * Walks over JSON without building values: checks the grammar and says where things are. So the frames of an answer can
 * be handed on as the very bytes they came as, at no cost in memory.
 */
export interface JsonScanner {
  /** Position of the first byte of the value at or after `at`. */
  valueAt(at: number): number;
  /** Position after the value that starts at `at`. */
  skip(at: number): number;
  /** Calls back with every member of the object at `at`; returns the position after it. */
  members(at: number, visit: (name: string, at: number) => Visited): number;
  /** Calls back with every item of the array at `at`; returns the position after it. */
  items(at: number, visit: (at: number) => Visited): number;
  /** The value that starts at `at`. */
  read(at: number): unknown;
}

/** The position after the value, from visitors that have walked over it themselves. */
type Visited = number | undefined;

export class NotJson extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const DEEPEST = 200;

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
/** Bytes that a number, `true`, `false` or `null` is made of. */
const isWord = (byte: number | undefined) =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x2b ||
    byte === 0x45);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const HEX = /^[0-9a-fA-F]{4}$/;
const UNICODE = 0x75;
const ESCAPES = new Set([...'"\\/bfnrtu'].map((character) => character.charCodeAt(0)));

export function scanJson(bytes: Buffer): JsonScanner {
  const fail = (at: number): never => {
    throw new NotJson(`not JSON at byte ${at}`);
  };

  function skipSpace(at: number): number {
    let position = at;
    while (isSpace(bytes[position])) {
      position += 1;
    }
    return position;
  }

  function skipString(at: number): number {
    for (let position = at + 1; position < bytes.length; position += 1) {
      const byte = bytes[position] ?? 0;
      if (byte === QUOTE) {
        return position + 1;
      }
      if (byte < 0x20) {
        return fail(position);
      }
      if (byte === BACKSLASH) {
        position += 1;
        const escape = bytes[position] ?? 0;
        if (!ESCAPES.has(escape)) {
          return fail(position);
        }
        if (escape === UNICODE) {
          if (!HEX.test(bytes.toString('latin1', position + 1, position + 5))) {
            return fail(position);
          }
          position += 4;
        }
      }
    }
    return fail(bytes.length);
  }

  function skipWord(at: number): number {
    let end = at;
    while (isWord(bytes[end])) {
      end += 1;
    }
    const word = bytes.toString('latin1', at, end);
    return word === 'null' || word === 'true' || word === 'false' || NUMBER.test(word) ? end : fail(at);
  }

  function walk(
    at: number,
    depth: number,
    { open, close }: { open: number; close: number },
    visit: (at: number) => number,
  ): number {
    if (bytes[at] !== open || depth > DEEPEST) {
      return fail(at);
    }
    let position = skipSpace(at + 1);
    if (bytes[position] === close) {
      return position + 1;
    }
    for (;;) {
      position = skipSpace(visit(position));
      if (bytes[position] === close) {
        return position + 1;
      }
      if (bytes[position] !== COMMA) {
        return fail(position);
      }
      position = skipSpace(position + 1);
    }
  }

  const object = { open: OPEN_OBJECT, close: CLOSE_OBJECT };
  const array = { open: OPEN_ARRAY, close: CLOSE_ARRAY };

  /** Position of the value that belongs to the name at `at`. */
  function skipName(at: number): number {
    const end = bytes[at] === QUOTE ? skipSpace(skipString(at)) : fail(at);
    return bytes[end] === COLON ? skipSpace(end + 1) : fail(end);
  }

  function skip(at: number, depth: number): number {
    switch (bytes[at]) {
      case QUOTE:
        return skipString(at);
      case OPEN_OBJECT:
        return walk(at, depth, object, (name) => skip(skipName(name), depth + 1));
      case OPEN_ARRAY:
        return walk(at, depth, array, (item) => skip(item, depth + 1));
      default:
        return skipWord(at);
    }
  }

  function read(at: number): unknown {
    return JSON.parse(bytes.toString('utf8', at, skip(at, 0)));
  }

  return {
    valueAt: skipSpace,
    skip: (at) => skip(at, 0),
    members: (at, visit) =>
      walk(at, 0, object, (name) => {
        const value = skipName(name);
        const end = visit(JSON.parse(bytes.toString('utf8', name, skipString(name))) as string, value);
        return end ?? skip(value, 1);
      }),
    items: (at, visit) =>
      walk(at, 0, array, (item) => {
        const end = visit(item);
        return end ?? skip(item, 1);
      }),
    read,
  };
}

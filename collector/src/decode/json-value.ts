/** Typed access to untrusted JSON: own keys only, so that `__proto__` and the like have no meaning. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Finite, or undefined. */
export function numberAt(object: JsonObject, key: string): number | undefined {
  const value = valueAt(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/**
 * A reading: the number, infinite ones included, or NaN for anything else under the key (firmware prints NaN as null);
 * undefined when the key is missing.
 */
export function readingAt(object: JsonObject, key: string): number | undefined {
  const value = valueAt(object, key);
  if (value === undefined) return undefined;
  return typeof value === 'number' ? value : Number.NaN;
}

export function textAt(object: JsonObject, key: string): string | undefined {
  const value = valueAt(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** Unsigned 32-bit number; firmware before 2.2.0 wrote them signed. undefined for anything else. */
export function uint32At(object: JsonObject, key: string): number | undefined {
  const value = numberAt(object, key);
  const fits = value !== undefined && Number.isInteger(value) && value >= -0x80000000 && value <= 0xffffffff;
  return fits ? value >>> 0 : undefined;
}

/** Depth of nested brackets, without parsing. */
export function nestingDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}

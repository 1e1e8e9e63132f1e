/**
 * Seeded random numbers. The simulation uses nothing else, so that the same seed gives the same bytes.
 * Generator: mulberry32 (Tommy Ettinger, public domain).
 */
export interface Random {
  /** In [0, 1). */
  next(): number;
  between(min: number, max: number): number;
  /** Whole number, both ends included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  /** Throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T;
  /** Bell-shaped, never further than 3.5 deviations from the mean. */
  normal(mean: number, deviation: number): number;
  readonly uint32: () => number;
  bytes(length: number): Uint8Array;
  /** An independent stream that depends on this seed and the label only, not on what was drawn so far. */
  fork(label: string): Random;
}

/** FNV-1a: spreads a text over 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** One step of mulberry32's output function: a good hash of a 32-bit number. */
export function mix32(value: number): number {
  let t = Math.imul(value ^ (value >>> 15), value | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}

/**
 * Makes the sum of four uniforms a bell of deviation 1. Four bytes of one number serve as the uniforms: cheap, and the
 * short tails suit radio links, which do not gain 30 dB by luck.
 */
const BELL_SCALE = Math.sqrt(3);

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mix32(state);
  };
  const next = (): number => uint32() / 0x1_0000_0000;
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    uint32,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('cannot pick from an empty list');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    normal(mean, deviation) {
      const word = uint32();
      const sum = (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);
      return mean + (sum / 255 - 2) * BELL_SCALE * deviation;
    },
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i += 1) bytes[i] = uint32() >>> 24;
      return bytes;
    },
    fork: (label) => createRandom(mix32((seed ^ hashText(label)) >>> 0)),
  };
}

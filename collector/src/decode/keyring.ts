import { LRUCache } from 'lru-cache';

/** A configured key. Several entries may share a name, and several names a key. */
export interface ChannelKey {
  readonly name: string;
  /** As configured (0–32 bytes), before expansion. */
  readonly psk: Uint8Array;
}

export interface KeyringOptions {
  /** Also try the one-byte key ("simple1" … index 255) that fits the channel hash. Default false. */
  readonly guessIndexKeys?: boolean;
}

/** One way to read an encrypted packet. */
export interface Candidate {
  /** 0 bytes: the "encrypted" field is plain; else 16 or 32. */
  readonly key: Uint8Array;
}

export interface Keyring {
  /** Keys to try for a packet of this channel name and hash, best first, at most 20. */
  candidates(channelId: string, hash: number): readonly Candidate[];
}

const MAX_CANDIDATES = 20;
/** Channel names are untrusted text: the cache must not grow with them. */
const CACHED_CHANNELS = 1000;

const defaultKey = Uint8Array.from(Buffer.from('1PG7OiApB1nwvP+rz05pAQ==', 'base64'));
const noKey = new Uint8Array(0);

/** Display names of the modem presets: what an unnamed primary channel is called. */
export const presetChannelNames: readonly string[] = [
  'LongFast',
  'LongSlow',
  'VLongSlow',
  'MediumSlow',
  'MediumFast',
  'ShortSlow',
  'ShortFast',
  'LongMod',
  'ShortTurbo',
  'LongTurbo',
  'LiteFast',
  'LiteSlow',
  'NarrowFast',
  'NarrowSlow',
  'TinyFast',
  'TinySlow',
  'MediumTurbo',
  'Custom',
];

const xor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);
const xorOfName = (name: string): number => xor(Buffer.from(name, 'utf8'));

/** The one-byte key `n` (1–255): the default key with its last byte moved on by n - 1. */
function indexKey(n: number): Uint8Array {
  const key = Uint8Array.from(defaultKey);
  key[15] = ((defaultKey[15] ?? 0) + n - 1) & 0xff;
  return key;
}

function padded(psk: Uint8Array, length: number): Uint8Array {
  const key = new Uint8Array(length);
  key.set(psk);
  return key;
}

/**
 * The AES key of a configured PSK, as the firmware expands it: 0, 16 or 32 bytes. No hashing is involved.
 * @throws RangeError for more than 32 bytes.
 */
export function expandPsk(psk: Uint8Array): Uint8Array {
  if (psk.length > 32) throw new RangeError(`a channel key has at most 32 bytes, this one has ${psk.length}`);
  if (psk.length === 0) return noKey;
  if (psk.length === 1) return psk[0] === 0 ? noKey : indexKey(psk[0] ?? 0);
  return padded(psk, psk.length <= 16 ? 16 : 32);
}

/** The `channel` field of a packet: one byte from the name and the expanded key. A hint, not an identity. */
export function channelHash(name: string, key: Uint8Array): number {
  return xorOfName(name) ^ xor(key);
}

export type ParsedPsk =
  { readonly ok: true; readonly psk: Uint8Array } | { readonly ok: false; readonly problem: string };

/** Reads a key as the apps show it: base64, normal or URL-safe. `problem` completes "the key …" and never shows the key. */
export function parsePsk(base64: string): ParsedPsk {
  const text = base64.trim().replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) {
    return { ok: false, problem: 'is not base64 (letters, digits, + and /, padded with =)' };
  }
  const psk = Uint8Array.from(Buffer.from(text, 'base64'));
  if (psk.length > 32) {
    return {
      ok: false,
      problem: `has ${psk.length} bytes; allowed are 0 (none), 1 (index), 16 or 32 (shorter ones are padded)`,
    };
  }
  return { ok: true, psk };
}

interface NamedKey {
  readonly name: string;
  readonly key: Uint8Array;
  readonly hash: number;
}

function namedKey({ name, psk }: ChannelKey): NamedKey {
  if (psk.length > 32) {
    throw new RangeError(`the key of channel "${name}" has ${psk.length} bytes; at most 32 are allowed`);
  }
  const key = expandPsk(psk);
  return { name, key, hash: channelHash(name, key) };
}

/**
 * Knows which keys may fit a packet. Meshtastic's default key under every preset name is always among them, and so is
 * the default key under the channel's own name: many communities rename the channel and keep the key.
 * @throws RangeError naming the channel (never the key) when a key is too long.
 */
export function createKeyring(entries: readonly ChannelKey[], options: KeyringOptions = {}): Keyring {
  const configured = entries.map(namedKey);
  const presets = presetChannelNames.map((name) => namedKey({ name, psk: defaultKey }));
  const cache = new LRUCache<string, readonly Candidate[]>({ max: CACHED_CHANNELS });

  function choose(channelId: string, hash: number): readonly Candidate[] {
    const fits = (key: Uint8Array): boolean => channelHash(channelId, key) === hash;
    const index = hash ^ channelHash(channelId, noKey) ^ 3; // xor of key n is 3 ^ n
    return unique([
      ...configured.filter((entry) => entry.name === channelId && entry.hash === hash).map(({ key }) => key),
      ...(fits(defaultKey) ? [defaultKey] : []),
      ...(options.guessIndexKeys === true && index > 0 && index < 256 ? [indexKey(index)] : []),
      ...(fits(noKey) ? [noKey] : []),
      ...[...configured, ...presets].filter((entry) => entry.hash === hash).map(({ key }) => key),
    ])
      .slice(0, MAX_CANDIDATES)
      .map((key) => ({ key }));
  }

  return {
    // Remembers which keys can fit, the empty list included, so that unreadable traffic costs one look-up. That the
    // candidates failed is not remembered: one forged packet would otherwise make its whole channel undecryptable.
    candidates(channelId, hash) {
      const cacheKey = `${hash} ${channelId}`;
      const known = cache.get(cacheKey);
      if (known) return known;
      const chosen = choose(channelId, hash);
      cache.set(cacheKey, chosen);
      return chosen;
    },
  };
}

function unique(keys: readonly Uint8Array[]): Uint8Array[] {
  const seen = new Set<string>();
  return keys.filter((key) => {
    const text = Buffer.from(key).toString('hex');
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

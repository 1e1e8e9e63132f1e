import { describe, expect, it } from '@jest/globals';
import { channelHash, createKeyring, expandPsk, parsePsk, presetChannelNames } from '../../../src/decode/keyring.js';
import type { Candidate, KeyringOptions } from '../../../src/decode/keyring.js';
import { DEFAULT_KEY } from '../../helpers/envelopes.js';
import { bytesOfBase64, vectors } from '../../helpers/vectors.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const keysOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ key }) => hex(key));
const defaultHex = hex(DEFAULT_KEY);
const aes256 = Uint8Array.from({ length: 32 }, (_, i) => i);
const randomKey = Uint8Array.from({ length: 16 }, (_, i) => 200 - i * 7);

describe('parsePsk', () => {
  it.each(vectors.psk_expansion)('reads $psk_base64', ({ psk_base64 }) => {
    expect(parsePsk(psk_base64)).toEqual({ ok: true, psk: bytesOfBase64(psk_base64) });
  });

  it('reads URL-safe and unpadded base64, and ignores spaces around it', () => {
    expect(parsePsk(' 1PG7OiApB1nwvP-rz05pAQ ')).toEqual({ ok: true, psk: DEFAULT_KEY });
    expect(parsePsk('AQ')).toEqual({ ok: true, psk: Uint8Array.of(1) });
  });

  it.each(['A', 'AQ==!', 'two words', 'AQ=A', 'ÄÖ==', '#1PG7'])(
    'explains why %j is no key, without repeating it',
    (text) => {
      const result = parsePsk(text);
      expect(result).toMatchObject({ ok: false });
      if (!result.ok) expect(result.problem).toContain('base64');
      if (!result.ok) expect(result.problem).not.toContain(text);
    },
  );

  it('explains a key that is too long', () => {
    expect(parsePsk(Buffer.alloc(33).toString('base64'))).toEqual({
      ok: false,
      problem: 'has 33 bytes; allowed are 0 (none), 1 (index), 16 or 32 (shorter ones are padded)',
    });
  });
});

describe('expandPsk', () => {
  it('refuses what no firmware accepts', () => {
    expect(() => expandPsk(new Uint8Array(33))).toThrow('at most 32 bytes, this one has 33');
  });

  it('does not change or share what it is given', () => {
    const psk = Uint8Array.of(2);
    expandPsk(psk).fill(0);
    expect(hex(expandPsk(psk))).toBe(`${defaultHex.slice(0, -2)}02`);
  });
});

describe('a keyring', () => {
  const keyring = (options: KeyringOptions = {}) =>
    createKeyring(
      [
        { name: 'Club', psk: aes256 },
        { name: 'Club', psk: randomKey },
        { name: 'LongFast', psk: Uint8Array.of(5) },
      ],
      options,
    );

  it('names the channel of a bad key, and not the key', () => {
    const secret = Uint8Array.from({ length: 40 }, () => 0xab);
    expect(() => createKeyring([{ name: 'Hut', psk: secret }])).toThrow(
      'the key of channel "Hut" has 40 bytes; at most 32',
    );
    expect(() => createKeyring([{ name: 'Hut', psk: secret }])).not.toThrow(/abab|q6ur/);
  });

  it.each(presetChannelNames)('knows the default key of %s', (name) => {
    const hash = channelHash(name, DEFAULT_KEY);
    expect(keysOf(createKeyring([]).candidates(name, hash))).toContain(defaultHex);
    // Other communities' name for it: the preset's hash still tells.
    expect(keysOf(createKeyring([]).candidates('whatever', hash))).toContain(defaultHex);
  });

  it('pairs the default key with a name nobody configured', () => {
    const hash = channelHash('Stammtisch ☕', DEFAULT_KEY);
    expect(keysOf(createKeyring([]).candidates('Stammtisch ☕', hash))).toEqual([defaultHex]);
  });

  it('tries the keys of the channel itself first, both of one name', () => {
    expect(keysOf(keyring().candidates('Club', channelHash('Club', aes256)))[0]).toBe(hex(aes256));
    expect(keysOf(keyring().candidates('Club', channelHash('Club', randomKey)))[0]).toBe(hex(randomKey));
  });

  it('tries a key under another name when the hash of its own name fits', () => {
    expect(keysOf(keyring().candidates('Verein', channelHash('Club', aes256)))).toContain(hex(aes256));
  });

  it('tries no key at all when the hash of the name alone fits', () => {
    expect(keysOf(keyring().candidates('Ham', channelHash('Ham', new Uint8Array(0))))).toEqual(['']);
  });

  it('has nothing to try for a hash no key gives', () => {
    expect(keyring().candidates('Secret', 200)).toEqual([]);
  });

  it('guesses the one index key that fits only when asked', () => {
    const index7 = expandPsk(Uint8Array.of(7));
    const hash = channelHash('Somewhere', index7);
    expect(keysOf(keyring().candidates('Somewhere', hash))).not.toContain(hex(index7));
    expect(keysOf(keyring({ guessIndexKeys: true }).candidates('Somewhere', hash))).toContain(hex(index7));
    // Index 255 is legal; a hash that needs no index gives none.
    const index255 = expandPsk(Uint8Array.of(255));
    expect(keysOf(keyring({ guessIndexKeys: true }).candidates('x', channelHash('x', index255)))).toContain(
      hex(index255),
    );
    expect(keysOf(keyring({ guessIndexKeys: true }).candidates('x', channelHash('x', new Uint8Array(0)) ^ 3))).toEqual(
      [],
    );
  });

  it('takes "name X, key of Y" as one more entry', () => {
    const shared = createKeyring([
      { name: 'Club', psk: aes256 },
      { name: 'Vorstand', psk: aes256 },
    ]);
    expect(keysOf(shared.candidates('Vorstand', channelHash('Vorstand', aes256)))[0]).toBe(hex(aes256));
  });

  it('never tries more than 20 keys, nor one twice', () => {
    const many = Array.from({ length: 500 }, (_, n) => {
      const psk = new Uint8Array(16).fill(n & 0xff);
      psk[0] = n >> 8;
      psk[1] = n >> 8; // the XOR of all bytes stays 0
      return { name: 'Many', psk: n % 5 === 0 ? aes256 : psk };
    });
    const candidates = createKeyring(many).candidates('Many', channelHash('Many', aes256));
    expect(candidates).toHaveLength(20);
    expect(new Set(keysOf(candidates)).size).toBe(20);
  });

  it('remembers what can fit, but not without bound', () => {
    const ring = keyring();
    const first = ring.candidates('Secret', 200);
    expect(ring.candidates('Secret', 200)).toBe(first);
    for (let n = 0; n < 5000; n += 1) ring.candidates(`c${n}`, n & 0xff);
    expect(ring.candidates('Secret', 200)).not.toBe(first);
  });
});

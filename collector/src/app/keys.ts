import type { Config } from '../config/config.js';
import { parsePsk, type ChannelKey } from '../decode/keyring.js';
import { EXIT, FatalError } from '../errors.js';

/** Words of Meshtastic's command line that stand for a key; as base64 they would be a key that nobody has. */
const KEY_WORDS: Readonly<Record<string, string>> = {
  none: 'AA==',
  default: 'AQ==',
  random: 'the key itself, as the apps show it',
};

/** Describes why a configured key can decrypt nothing, as the end of a sentence that never shows it. */
export function keyMistake(key: string): string | undefined {
  const text = key.trim();
  const word = KEY_WORDS[text.toLowerCase()];
  if (word !== undefined) return `has a word for a key: write ${word}`;
  if (/^simple\d+$/i.test(text))
    return 'has a word for a key: write its number as one byte in base64 ("Ag==" for simple1)';
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(text)) return 'has a key in hex: write it as base64';
  const parsed = parsePsk(key);
  return parsed.ok ? undefined : `has a key that ${parsed.problem}`;
}

/** Base64 → bytes for every channel, the simulated mesh's included; all mistakes at once, none of which repeats a key. */
export function channelKeysOf(config: Config, simulated: readonly { name: string; psk: string }[]): ChannelKey[] {
  const mistakes: string[] = [];
  const texts = [...config.channelKeys, ...simulated.map(({ name, psk }) => ({ name, key: psk }))];
  const keys = texts.flatMap(({ name, key }): ChannelKey[] => {
    const parsed = parsePsk(key);
    if (!parsed.ok) {
      mistakes.push(`CHANNEL_KEYS: the key of channel ${JSON.stringify(name)} ${parsed.problem}`);
      return [];
    }
    return [{ name, psk: parsed.psk }];
  });
  if (mistakes.length > 0)
    throw new FatalError('configuration', 'Channel keys that cannot be used', EXIT.usage, mistakes);
  return keys;
}

import type { Config } from '../config/config.js';
import { parsePsk, type ChannelKey } from '../decode/keyring.js';
import { EXIT, FatalError } from '../errors.js';

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

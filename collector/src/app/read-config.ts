import { loadConfig, type Config } from '../config/config.js';
import type { ChannelKeyText } from '../config/parsers.js';
import type { Environment, ReadFile } from '../config/read-settings.js';
import { keyMistake } from './keys.js';
import { topicMistakes } from './sources.js';

/** Longest channel name of Meshtastic, in bytes. */
const MAX_NAME_BYTES = 11;

function channelMistakes(keys: readonly ChannelKeyText[]): string[] {
  return keys.flatMap(({ name, key }) => {
    const bytes = Buffer.byteLength(name);
    const mistake =
      bytes > MAX_NAME_BYTES
        ? `has a name of ${bytes} bytes: channel names have at most ${MAX_NAME_BYTES}, so that it fits no channel`
        : keyMistake(key);
    return mistake === undefined ? [] : [`CHANNEL_KEYS: channel ${JSON.stringify(name)} ${mistake}`];
  });
}

/**
 * Environment and optional YAML file → Config, with topics and channel keys checked by those who use them.
 * @throws FatalError (exit 64) whose `details` hold every mistake, one line each.
 */
export function readConfig(env: Environment, readFile: ReadFile): Config {
  return loadConfig(env, readFile, { topics: topicMistakes, channelKeys: channelMistakes });
}

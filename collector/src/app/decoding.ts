import type { Config } from '../config/config.js';
import { createDecoder, type Decoder } from '../decode/decode.js';
import { createKeyring } from '../decode/keyring.js';
import { channelKeysOf } from './keys.js';

/** The decoder of this configuration. @throws FatalError (exit 64) with every channel key that cannot be used. */
export function decoderOf(config: Config, simulated: readonly { name: string; psk: string }[] = []): Decoder {
  return createDecoder({
    keyring: createKeyring(channelKeysOf(config, simulated)),
    options: { storePersonalTelemetry: config.storeHealthTelemetry },
  });
}

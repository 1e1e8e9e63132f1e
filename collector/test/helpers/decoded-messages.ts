import { createDecoder } from '../../src/decode/decode.js';
import { createKeyring, type ChannelKey } from '../../src/decode/keyring.js';
import type { Ingested, RawMessage } from '../../src/model.js';
import { messageKey } from '../../src/pipeline/dedup.js';

/** Decodes messages as the pipeline hands them to the store, with these keys beside the default one. */
export function createMessageDecoder(keys: readonly ChannelKey[]): (message: RawMessage) => Ingested {
  const decoder = createDecoder({ keyring: createKeyring(keys) });
  return (message) => {
    const decoded = decoder.decode(message);
    if (!decoded.ok) throw new Error(`${message.topic}: ${decoded.reason}, ${decoded.detail}`);
    const { packet, reception, events, isSealed } = decoded;
    const sealed = isSealed === true ? { sealed: message.payload } : {};
    return { packet, reception, events, messageKey: messageKey(message, packet), ...sealed };
  };
}

/** The message as the pipeline hands it to the store; the default key is the only one. */
export const decodedMessage = createMessageDecoder([]);

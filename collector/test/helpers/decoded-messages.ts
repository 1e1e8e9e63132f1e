import { createDecoder } from '../../src/decode/decode.js';
import { createKeyring } from '../../src/decode/keyring.js';
import type { Ingested, RawMessage } from '../../src/model.js';
import { messageKey } from '../../src/pipeline/dedup.js';

const decoder = createDecoder({ keyring: createKeyring([]) });

/** The message as the pipeline hands it to the store; the default key is the only one. */
export function decodedMessage(message: RawMessage): Ingested {
  const decoded = decoder.decode(message);
  if (!decoded.ok) throw new Error(`${message.topic}: ${decoded.reason}, ${decoded.detail}`);
  const { packet, reception, events } = decoded;
  return { packet, reception, events, messageKey: messageKey(message, packet) };
}

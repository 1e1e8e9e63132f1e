import type { Decoded, RawMessage } from '../model.js';
import type { CatalogRow } from './catalog/row.js';
import { reject } from './envelope.js';
import { decodeGatewayStatus } from './gateway-status.js';
import { decodeJson } from './json.js';
import type { Keyring } from './keyring.js';
import { decodeServiceEnvelope } from './service-envelope.js';
import { createSampleReader } from './telemetry.js';
import { catalogRows } from './telemetry-catalog.js';
import { parseTopic } from './topic.js';

export interface DecoderOptions {
  /** Keep heart rate, blood oxygen and body temperature. Default false: they are dropped here. */
  readonly storePersonalTelemetry?: boolean;
  /** Longer messages are rejected unparsed. Default 4096; the largest real ones have about 1.3 KB. */
  readonly maxPayloadBytes?: number;
}

export interface DecoderParts {
  readonly keyring: Keyring;
  /** Default: the whole catalog. */
  readonly catalog?: readonly CatalogRow[];
  readonly options?: DecoderOptions;
}

export interface Decoder {
  /**
   * Decodes a message, or returns the reason it cannot be decoded. Pure and total: the same message gives the same answer, whatever the
   * bytes; no clock (`receivedAt` is now), no I/O, no exception.
   */
  decode(message: RawMessage): Decoded;
}

const DEFAULT_MAX_PAYLOAD_BYTES = 4096;
/** Root (31 bytes in firmware), channel (11) and gateway (9) fit many times over. */
const MAX_TOPIC_CHARACTERS = 256;

export function createDecoder({ keyring, catalog = catalogRows, options = {} }: DecoderParts): Decoder {
  const { storePersonalTelemetry = false, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = options;
  const samples = createSampleReader(catalog, storePersonalTelemetry);

  function decode(message: RawMessage): Decoded {
    const topic = message.topic.length > MAX_TOPIC_CHARACTERS ? null : parseTopic(message.topic);
    if (!topic) return reject('topic', 'not a Meshtastic topic (<root>/2/<e|c|json|map|stat>/…)');
    const bytes = message.payload.length;
    if (bytes === 0) return reject('empty_payload', 'the message is empty');
    if (bytes > maxPayloadBytes)
      return reject('oversize', `message of ${bytes} bytes; at most ${maxPayloadBytes} are read`);
    switch (topic.kind) {
      case 'json':
        return decodeJson(message, topic, samples);
      case 'stat':
        return decodeGatewayStatus(message, topic);
      default:
        return decodeServiceEnvelope(message, topic, { keyring, samples });
    }
  }

  return {
    decode(message) {
      try {
        return decode(message);
      } catch (error) {
        // Untrusted bytes must not stop ingestion: an unexpected error is counted under a reason of its own.
        return reject('unsupported', `unexpected ${error instanceof Error ? error.name : 'error'} while decoding`);
      }
    },
  };
}

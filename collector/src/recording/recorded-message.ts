import type { RawMessage, UnixMillis } from '../model.js';

/** One line of a recording: a message exactly as the broker delivered it. */
export interface RecordedMessage {
  /** Time of reception, Unix milliseconds. */
  readonly at: number;
  readonly broker: string;
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  /** Base64. */
  readonly payload: string;
}

/** One line of a recording (JSON Lines), with its line break. */
export function toLine({ broker, topic, payload, qos, retained, receivedAt }: RawMessage): string {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const recorded: RecordedMessage = { at: receivedAt, broker, topic, qos, retained, payload: bytes.toString('base64') };
  return `${JSON.stringify(recorded)}\n`;
}

/** A message that is about to be replayed; `receivedAt` undefined: the file does not say when it was received. */
export type ReplayMessage = Omit<RawMessage, 'receivedAt' | 'redelivered'> & {
  readonly receivedAt: UnixMillis | undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message in one of the forms that people keep, or undefined when it is none of them. */
export function fromJson(value: unknown, topicOf: TopicOf): ReplayMessage | undefined {
  if (!isObject(value)) return undefined;
  const payload = payloadOf(value);
  if (payload !== undefined && typeof value.topic === 'string') {
    return {
      broker: typeof value.broker === 'string' ? value.broker : 'replay',
      topic: value.topic,
      payload,
      qos: value.qos === 0 || value.qos === 2 ? value.qos : 1,
      retained: value.retained === true || value.retain === true,
      receivedAt: typeof value.at === 'number' ? (value.at as UnixMillis) : undefined,
    };
  }
  // The JSON of firmware itself, as it stands on a `json` topic.
  if (typeof value.from !== 'number' || !('type' in value)) return undefined;
  return ofPayload(Buffer.from(JSON.stringify(value)), topicOf.json(value));
}

/** A message of which only the bytes are known. */
export const ofPayload = (payload: Uint8Array, topic: string): ReplayMessage => ({
  broker: 'replay',
  topic,
  payload,
  qos: 1,
  retained: false,
  receivedAt: undefined,
});

/** Topics for messages whose file names none. */
export interface TopicOf {
  readonly envelope: (payload: Uint8Array) => string;
  readonly json: (message: Readonly<Record<string, unknown>>) => string;
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
export const bytesOfHex = (text: string): Buffer | undefined => (HEX.test(text) ? Buffer.from(text, 'hex') : undefined);

/** `payload` may be base64, hex or JSON; others name their form. */
function payloadOf({ payload, hex, base64, envelope_hex: envelope, message }: Record<string, unknown>) {
  for (const text of [hex, envelope]) if (typeof text === 'string') return bytesOfHex(text);
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  const text = payload ?? message;
  if (isObject(text)) return Buffer.from(JSON.stringify(text));
  return typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
}

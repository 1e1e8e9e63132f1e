/** Messages made to cost memory or processor time: their names, and what the broker would deliver. */
import { rawMessage } from './envelopes.js';
import type { RawMessage } from '../../src/model.js';

const TOPIC = 'msh/2/e/LongFast/!0badcafe';
const JSON_TOPIC = 'msh/2/json/LongFast/!0badcafe';

const repeat = (pattern: readonly number[], length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length]!);

type NamedMessage = readonly [name: string, message: RawMessage];
const named = (name: string, payload: Uint8Array, topic = TOPIC): NamedMessage => [
  name,
  rawMessage({ topic, payload }),
];

/** Larger than what is decoded. */
export const oversizeMessages: readonly NamedMessage[] = [
  named('10 MiB of anything', new Uint8Array(10 * 1024 * 1024)),
  named('1 MiB of unknown fields', repeat([0x9a, 0x06, 0x00], 1024 * 1024)),
  named('100,000 nested groups', repeat([0x0b], 100_000)),
  named('JSON nested 10,000 levels deep', Buffer.from('['.repeat(10_000)), JSON_TOPIC),
];

/** Of a size that is decoded. */
export const hostileMessages: readonly NamedMessage[] = [
  named('4 KiB of nested groups', repeat([0x0b], 4096)),
  named('4 KiB of unknown fields', repeat([0x9a, 0x06, 0x00], 4095)),
  named('a length bomb', Uint8Array.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07])),
  named('a packet nested in itself 1,300 times', repeat([0x0a, 0xff, 0x1f], 4096)),
  named('4 KiB of broken strings', repeat([0x12, 0x01, 0xff], 4095)),
  named('JSON nested 4,096 levels deep', Buffer.from('['.repeat(4096)), JSON_TOPIC),
  named('JSON of one endless string', Buffer.from(`"${'\\'.repeat(4000)}`), JSON_TOPIC),
  named('a topic of slashes', new Uint8Array(1), '/2/e'.repeat(64)),
  named('a topic of 60,000 characters', new Uint8Array(1), '/2/e'.repeat(15_000)),
];

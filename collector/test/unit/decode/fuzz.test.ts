/**
 * Random, mutated, truncated and spliced messages. FUZZ_INPUTS sets how many (default 50,000), FUZZ_SEED repeats a run.
 */
import { MAX_KEPT_BYTES } from '../../../src/decode/kept-bytes.js';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { catalogRows } from '../../../src/decode/telemetry-catalog.js';
import type { Decoded, RawMessage } from '../../../src/model.js';
import {
  dataEnvelope,
  encryptPayload,
  DEFAULT_KEY,
  mapReportEnvelope,
  packetEnvelope,
  rawMessage,
  statEnvelope,
  telemetryEnvelope,
} from '../../helpers/envelopes.js';
import type { Envelope } from '../../helpers/envelopes.js';
import { bytesOfHex, vectorKeyring, vectors } from '../../helpers/vectors.js';

const inputs = Number(process.env.FUZZ_INPUTS ?? 50_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 0x7fffffff);

/** mulberry32: small, and the same everywhere. */
function randomNumbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const random = randomNumbers(seed);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256));

const jsonTopic = 'msh/EU_868/2/json/LongFast/!0badcafe';
const corpus: readonly Envelope[] = [
  ...vectors.packets.map((p) => ({ topic: p.topic, payload: bytesOfHex(p.envelope_hex) })),
  ...vectors.malformed.map((m) => ({ topic: 'msh/2/e/LongFast/!0badcafe', payload: bytesOfHex(m.hex) })),
  ...vectors.json_messages.map((j) => ({
    topic: j.topic ?? jsonTopic,
    payload: new Uint8Array(Buffer.from(JSON.stringify(j.message))),
  })),
  mapReportEnvelope({ longName: 'Gate', latitudeI: 525205504, longitudeI: 134086656, positionPrecision: 14 }),
  telemetryEnvelope({ case: 'healthMetrics', value: { heartBpm: 60 } }),
  statEnvelope('online'),
];

function mutate(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let n = below(8) + 1; n > 0 && copy.length > 0; n -= 1) copy[below(copy.length)] = below(256);
  return copy;
}

function splice(a: Uint8Array, b: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([a.subarray(0, below(a.length + 1)), b.subarray(below(b.length + 1))]));
}

/** A real envelope around a random payload: reaches the port decoders, which the rest seldom does. */
function randomPayload(): Envelope {
  const payload =
    random() < 0.5
      ? randomBytes(below(60))
      : mutate(pick(vectors.packets.map((p) => bytesOfHex(p.expected.payload_hex ?? '0a00'))));
  const port = pick([1, 3, 4, 5, 8, 34, 36, 37, 65, 67, 67, 70, 71, 73, below(600)]);
  return dataEnvelope(port, payload, {
    key: random() < 0.5 ? 'plaintext' : 'default',
    requestId: below(2) * below(1000),
    hopLimit: below(9),
    hopStart: below(9),
    rxTime: below(0xffffffff),
    rxSnr: pick([0, Number.NaN, Infinity, 5.5]),
    to: pick([0xffffffff, 1, 5]),
  });
}

function randomData(): Envelope {
  const [from, id] = [below(0xffffffff) + 1, below(0xffffffff)];
  const encrypted = encryptPayload(randomBytes(below(64)), DEFAULT_KEY, id, from);
  return packetEnvelope({
    from,
    id,
    to: pick([0xffffffff, 7]),
    channel: pick([8, 0, below(256)]),
    payloadVariant: { case: 'encrypted', value: encrypted },
  });
}

const junk: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  'x',
  '',
  '\u0000\u202e',
  [],
  {},
  [[]],
  '!0badcafe',
  4294967295,
];
const keys = [
  'type',
  'from',
  'to',
  'id',
  'sender',
  'payload',
  'timestamp',
  'snr',
  'rssi',
  'hops_away',
  'hop_start',
  '__proto__',
  'channel',
];

function randomJson(): Envelope {
  const { message, topic } = pick(vectors.json_messages);
  const body = structuredClone(message);
  for (let n = below(4); n > 0; n -= 1) body[pick(keys)] = structuredClone(pick(junk));
  const { payload } = body;
  if (typeof payload === 'object' && payload !== null && random() < 0.7) {
    const target = payload as Record<string, unknown>;
    for (const key of Object.keys(target)) if (random() < 0.4) target[key] = structuredClone(pick(junk));
  }
  const text = JSON.stringify(body);
  const payloadBytes = new Uint8Array(Buffer.from(random() < 0.2 ? text.slice(0, below(text.length)) : text));
  return { topic: topic ?? jsonTopic, payload: random() < 0.2 ? mutate(payloadBytes) : payloadBytes };
}

function nextInput(): Envelope {
  const { topic, payload } = pick(corpus);
  switch (below(8)) {
    case 0:
      return { topic, payload: randomBytes(below(300)) };
    case 1:
      return { topic, payload: mutate(payload) };
    case 2:
      return { topic, payload: payload.subarray(0, below(payload.length + 1)) };
    case 3:
      return { topic, payload: splice(payload, pick(corpus).payload) };
    case 4:
      return randomPayload();
    case 5:
      return randomData();
    case 6:
      return randomJson();
    default:
      return {
        topic: random() < 0.5 ? Buffer.from(mutate(Buffer.from(topic))).toString('latin1') : pick(corpus).topic,
        payload,
      };
  }
}

const metrics = new Map(catalogRows.map((row) => [row.metric, row]));
// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const unclean = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;

/** Lists the faults of a result; empty when there are none. */
function faults(value: unknown, path: string): string[] {
  if (value === undefined || value === null || typeof value === 'boolean')
    return value === undefined ? [`${path} is undefined`] : [];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value === 'string') {
    const limit = path.endsWith('.text') || path.endsWith('.description') ? 1000 : 256;
    return [
      ...(unclean.test(value) && path !== '.reception.topic' && path !== '.reception.root'
        ? [`${path} is unclean`]
        : []),
      ...(Array.from(value).length > limit ? [`${path} is long`] : []),
    ];
  }
  if (value instanceof Uint8Array) return value.length <= MAX_KEPT_BYTES ? [] : [`${path} has ${value.length} bytes`];
  if (Array.isArray(value)) return value.flatMap((item, i) => faults(item, `${path}[${i}]`));
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => faults(item, `${path}.${key}`));
  return [`${path} is a ${typeof value}`];
}

function faultsOf(result: Decoded): string[] {
  if (!result.ok) return result.reason === 'unsupported' ? [result.detail] : faults(result, '');
  const samples = result.events.flatMap((e) => (e.type === 'telemetry' || e.type === 'store_forward' ? e.samples : []));
  const beyond = samples.filter(({ metric, value }) => {
    const row = metrics.get(metric);
    return !row || row.personal === true || value < (row.min ?? -Infinity) || value > (row.max ?? Infinity);
  });
  const places = result.events.filter(
    (e) => e.type === 'position' && !(Math.abs(e.latitude) <= 90 && Math.abs(e.longitude) <= 180),
  );
  return [
    ...faults(result, ''),
    ...beyond.map(({ metric, value }) => `${metric} = ${value}`),
    ...places.map(() => 'off the earth'),
  ];
}

describe('decoding', () => {
  it(
    `of ${inputs} hostile messages (seed ${seed}) gives an answer to each`,
    () => {
      const decoder = createDecoder({ keyring: vectorKeyring({ guessIndexKeys: true }) });
      const outcomes = new Map<string, number>();
      const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      for (let n = 0; n < inputs; n += 1) {
        const message: RawMessage = rawMessage(nextInput());
        const result = decoder.decode(message);
        const wrong = faultsOf(result);
        if (wrong.length > 0) {
          const hex = Buffer.from(message.payload).toString('hex');
          throw new Error(`seed ${seed}, input ${n}: ${wrong.join('; ')}\n${message.topic}\n${hex}`);
        }
        count(result.ok ? result.packet.decodeStatus : result.reason);
      }
      expect([...outcomes.values()].reduce((sum, n) => sum + n, 0)).toBe(inputs);
      // The inputs reach all of the decoder, not just its door.
      for (const outcome of [
        'decrypted',
        'plaintext',
        'json',
        'undecryptable',
        'empty',
        'malformed',
        'no_packet',
        'topic',
        'command',
      ]) {
        expect([outcome, (outcomes.get(outcome) ?? 0) > 0]).toEqual([outcome, true]);
      }
    },
    Math.max(120_000, 2 * inputs),
  );
});

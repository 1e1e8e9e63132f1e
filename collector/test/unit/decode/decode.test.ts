import { create } from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import { Mesh } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import type { Decoded } from '../../../src/model.js';
import {
  dataEnvelope,
  GATEWAY,
  mapReportEnvelope,
  nodeInfoEnvelope,
  ORIGIN,
  packetEnvelope,
  rawMessage,
  statEnvelope,
  textEnvelope,
} from '../../helpers/envelopes.js';
import type { Envelope, EnvelopeOptions } from '../../helpers/envelopes.js';
import { hostileMessages, oversizeMessages } from '../../helpers/hostile-messages.js';

const decoder = createDecoder({ keyring: createKeyring([]) });
const nowSeconds = 1_767_225_612;

const attempt = (envelope: Envelope, overrides: Parameters<typeof rawMessage>[1] = {}): Decoded =>
  decoder.decode(rawMessage(envelope, overrides));
function decode(envelope: Envelope, overrides: Parameters<typeof rawMessage>[1] = {}): Extract<Decoded, { ok: true }> {
  const result = attempt(envelope, overrides);
  if (!result.ok) throw new Error(result.detail);
  return result;
}
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('a message that is no packet', () => {
  const payload = textEnvelope('hi').payload;

  it.each([
    '',
    'homeassistant/x',
    'msh/2/e',
    'msh/3/e/LongFast/!0badcafe',
    '/2/e/x/!0badcafe',
    'msh/2/heap/aabbcc',
    `${'x/'.repeat(200)}2/e/a/!0badcafe`,
  ])('is rejected for its topic %j', (topic) =>
    expect(attempt({ topic, payload })).toMatchObject(
      topic === 'msh/2/e' ? { ok: true } : { ok: false, reason: 'topic' },
    ),
  );

  it('is rejected by size before anything is parsed', () => {
    const big = { topic: 'msh/2/e/LongFast/!0badcafe', payload: new Uint8Array(4097) };
    expect(attempt(big)).toEqual({
      ok: false,
      reason: 'oversize',
      detail: 'message of 4097 bytes; at most 4096 are read',
    });
    const small = createDecoder({ keyring: createKeyring([]), options: { maxPayloadBytes: 10 } });
    expect(small.decode(rawMessage(textEnvelope('hi')))).toMatchObject({ reason: 'oversize' });
    expect(attempt({ ...big, payload: new Uint8Array(0) })).toMatchObject({ reason: 'empty_payload' });
  });

  it.each([
    [{ from: 0 }, 'bad_sender'],
    [{ from: 0xffffffff }, 'bad_sender'],
    [{ gateway: 0, topic: 'msh/2/e/LongFast/x' }, 'bad_gateway'],
    [{ gateway: 0xffffffff, topic: 'msh/2/e/LongFast/x' }, 'bad_gateway'],
  ] as [EnvelopeOptions, string][])('is rejected with %j: %s', (options, reason) => {
    expect(attempt(textEnvelope('hi', options))).toMatchObject({ ok: false, reason });
  });

  it.each([234, 239, 600])('is rejected when its payload has %i bytes, more than a radio can send', (length) => {
    expect(attempt(dataEnvelope(1, new Uint8Array(length), { key: 'plaintext' }))).toMatchObject({
      ok: false,
      reason: 'oversize',
    });
    expect(attempt(dataEnvelope(256, new Uint8Array(length).fill(1), { key: 'plaintext' }))).toMatchObject({
      reason: 'oversize',
    });
  });

  it('is rejected when it carries more around the payload than a radio can send', () => {
    const data = create(Mesh.DataSchema, { portnum: 1, payload: bytes('x') });
    data.$unknown = [
      { no: 99, wireType: WireType.LengthDelimited, data: Uint8Array.from([200, 2, ...new Uint8Array(328)]) },
    ];
    const envelope = packetEnvelope({ from: 5, to: 6, id: 7, payloadVariant: { case: 'decoded', value: data } });
    expect(attempt(envelope)).toMatchObject({ ok: false, reason: 'oversize' });
  });
});

describe('a gateway’s word', () => {
  it('counts before the topic’s, and a contradiction is flagged', () => {
    const { packet, reception } = decode(textEnvelope('hi', { topic: 'msh/2/e/Other/!433d0c18' }));
    expect(reception.gateway).toBe(GATEWAY);
    expect(packet.channel).toBe('LongFast');
    expect(packet.flags).toEqual(['gateway_mismatch', 'channel_mismatch']);
  });

  it('is enough without a gateway in the topic', () => {
    expect(decode(textEnvelope('hi', { topic: 'msh/2/e/LongFast/bridge' })).packet.flags).toEqual([]);
    expect(decode(mapReportEnvelope({ longName: 'x' })).packet.flags).toEqual([]);
  });

  it('about the channel is cleaned for storing but hashed as sent', () => {
    const { packet } = decode(textEnvelope('hi', { channel: 'My\u202eChan', topic: 'msh/2/e/x/!0badcafe' }));
    expect(packet).toMatchObject({ channel: 'MyChan', decodeStatus: 'decrypted' });
  });
});

describe('a direct message between two nodes’ keys', () => {
  const sealed = {
    from: 5,
    to: 6,
    id: 7,
    payloadVariant: { case: 'encrypted' as const, value: new Uint8Array(40).fill(0xa5) },
  };

  it('is recognized by channel, by flag, and by hash 0 with room for a tag', () => {
    for (const [packet, options] of [
      [sealed, { channel: 'PKI' }],
      [{ ...sealed, pkiEncrypted: true }, {}],
      [sealed, {}],
    ] as const) {
      expect(decode(packetEnvelope({ ...packet }, options)).packet).toMatchObject({
        decodeStatus: 'pki',
        payloadStatus: 'none',
        portnum: null,
        payload: null,
        size: 40,
        channelHash: 0,
      });
    }
  });

  it.each([
    ['a broadcast', { ...sealed, to: 0xffffffff }],
    [
      'a message without room for the tag',
      { ...sealed, payloadVariant: { case: 'encrypted' as const, value: new Uint8Array(12).fill(0xa5) } },
    ],
    ['another hash', { ...sealed, channel: 9 }],
  ])('is not %s', (_what, packet) => {
    expect(decode(packetEnvelope(packet)).packet.decodeStatus).toBe('undecryptable');
  });

  it('that the gateway published in plain text is counted and not kept', () => {
    const options = { channel: 'PKI', key: 'plaintext', to: 6, pkiEncrypted: true, requestId: 9 } as const;
    const result = decode(textEnvelope('canary secret', options));
    expect(result).toMatchObject({
      events: [],
      packet: {
        decodeStatus: 'plaintext',
        payloadStatus: 'redacted',
        portnum: 1,
        portName: 'TEXT_MESSAGE_APP',
        payload: null,
        flags: [],
      },
    });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(decode(textEnvelope('canary', { key: 'plaintext', pkiEncrypted: true })).packet.payloadStatus).toBe(
      'redacted',
    );
  });
});

describe('a packet', () => {
  it('without a payload is a stub', () => {
    for (const envelope of [
      packetEnvelope({ from: 5, to: 6, id: 7 }),
      packetEnvelope({
        from: 5,
        to: 6,
        id: 7,
        channel: 8,
        payloadVariant: { case: 'encrypted', value: new Uint8Array(0) },
      }),
    ]) {
      expect(decode(envelope)).toMatchObject({
        events: [],
        packet: { decodeStatus: 'empty', payloadStatus: 'none', portnum: null, size: 0, channelHash: null },
      });
    }
  });

  it('nobody has a key for keeps its hash and size', () => {
    const { packet, reception } = decode(
      textEnvelope('hello', { key: new Uint8Array(16).fill(3), channel: 'Secret', hopStart: 0, hopLimit: 0 }),
    );
    expect(packet).toMatchObject({
      decodeStatus: 'undecryptable',
      payloadStatus: 'none',
      size: 11,
      payload: null,
      okToMqtt: null,
    });
    expect(packet.channelHash).not.toBeNull();
    expect(reception.hopsAway).toBeNull(); // only the bitfield inside could tell
  });

  it('with a channel hash beyond a byte fits no key', () => {
    expect(decode(textEnvelope('hi', { channelField: 264 })).packet).toMatchObject({
      decodeStatus: 'undecryptable',
      channelHash: null,
    });
  });

  it('costs the same on air encrypted and decoded', () => {
    const size = (key: 'default' | 'plaintext') => decode(textEnvelope('Hello mesh', { key })).packet.size;
    expect(size('plaintext')).toBe(size('default'));
  });

  it('is the same whatever else was decoded before', () => {
    const envelope = textEnvelope('hi', { id: 42 });
    const first = decode(envelope);
    for (let i = 0; i < 50; i += 1) attempt(textEnvelope('x', { channel: `c${i}` }));
    expect(decode(envelope)).toEqual(first);
  });

  it.each([
    [0, 3, 1, null, 'hop_start_missing'],
    [0, 3, null, null, undefined],
    [0, 0, 1, 0, undefined],
    [0, 0, null, null, undefined],
    [3, 5, 1, null, 'hop_limit_above_start'],
    [200, 1, 1, null, 'hops_out_of_range'],
    [3, 8, null, null, 'hops_out_of_range'],
    [7, 0, null, 7, undefined],
  ])(
    'with hop_start %i, hop_limit %i, bitfield %s is %s hops away (%s)',
    (hopStart, hopLimit, bitfield, hopsAway, flag) => {
      const { packet, reception } = decode(textEnvelope('hi', { hopStart, hopLimit, bitfield }));
      expect(reception.hopsAway).toBe(hopsAway);
      expect(packet.flags).toEqual(flag === undefined ? [] : [flag]);
    },
  );

  it.each([
    [null, null],
    [0, false],
    [1, true],
    [2, false],
    [3, true],
  ])('with bitfield %s says %s to MQTT', (bitfield, okToMqtt) => {
    expect(decode(textEnvelope('hi', { bitfield })).packet.okToMqtt).toBe(okToMqtt);
  });

  it('wants a response by the field or by its copy in the bitfield', () => {
    expect(decode(textEnvelope('hi', { bitfield: 3 })).packet.wantResponse).toBe(true);
    expect(decode(textEnvelope('hi', { wantResponse: true, bitfield: null })).packet.wantResponse).toBe(true);
    expect(decode(textEnvelope('hi')).packet.wantResponse).toBe(false);
  });
});

describe('a reception', () => {
  it('of the gateway’s own packet has no signal', () => {
    const { reception } = decode(textEnvelope('hi', { from: GATEWAY, rxSnr: 5, rxRssi: -50, transport: 0 }));
    expect(reception).toMatchObject({
      own: true,
      snr: null,
      rssi: null,
      relayNode: null,
      transport: 'TRANSPORT_INTERNAL',
    });
  });

  it.each([
    [0, 0, null, null],
    [0, -90, 0, -90],
    [-7.25, 0, -7.25, null],
    [Number.NaN, -90, null, -90],
  ])('with snr %s and rssi %s reads %s and %s', (rxSnr, rxRssi, snr, rssi) => {
    expect(decode(textEnvelope('hi', { rxSnr, rxRssi })).reception).toMatchObject({ snr, rssi });
  });

  it('knows a relay only from firmware that sets hop_start, and only one byte of it', () => {
    expect(decode(textEnvelope('hi', { relayNode: 0x44 })).reception.relayNode).toBe(0x44);
    expect(decode(textEnvelope('hi', { relayNode: 0x44, hopStart: 0, hopLimit: 0 })).reception.relayNode).toBeNull();
    expect(decode(textEnvelope('hi', { relayNode: 0x1044 })).reception.relayNode).toBeNull();
  });

  it.each([
    [1, 'TRANSPORT_LORA'],
    [6, 'TRANSPORT_MULTICAST_UDP'],
    [8, 'TRANSPORT_UNICAST_UDP'],
    [77, 'TRANSPORT_77'],
    [0, null],
  ])('by transport %i is %s', (transport, name) => {
    expect(decode(textEnvelope('hi', { transport })).reception.transport).toBe(name);
  });

  it.each([
    [nowSeconds - 3, (nowSeconds - 3) * 1000, (nowSeconds - 3) * 1000],
    [0, null, null],
    [5000, null, 5_000_000],
    [nowSeconds + 3600, null, (nowSeconds + 3600) * 1000],
    [nowSeconds - 7 * 3600, null, (nowSeconds - 7 * 3600) * 1000],
    [0xffffffff, null, 0xffffffff * 1000],
  ])('with rx_time %i is dated %s, keeps the claim %s, and is judged by nobody here', (rxTime, expected, claim) => {
    const { reception, packet } = decode(textEnvelope('hi', { rxTime }));
    expect(reception).toMatchObject({ rxTime: expected, gatewayTime: claim, backlog: false });
    expect(packet.flags).toEqual([]);
  });

  it('flags what came over MQTT before, or was kept by the broker', () => {
    expect(decode(textEnvelope('hi', { viaMqtt: true })).packet.flags).toEqual(['via_mqtt']);
    expect(decode(textEnvelope('hi'), { retained: true }).packet.flags).toEqual(['retained']);
  });

  it.each([
    ['that passed through MQTT', { viaMqtt: true }, { snr: 6.25, rssi: -92 }],
    ['over the local network', { transport: 6 }, { snr: null, rssi: null }],
    ['from a broker', { transport: 5 }, { snr: null, rssi: null }],
    ['from the phone', { transport: 7 }, { snr: null, rssi: null }],
  ])('%s came an unknown number of hops, and a signal is that of a radio', (_way, options, signal) => {
    const { reception } = decode(textEnvelope('hi', { hopStart: 3, hopLimit: 3, ...options }));
    expect(reception).toMatchObject({ hopStart: 3, hopLimit: 3, hopsAway: null, ...signal });
  });

  it.each([0, 1, 2, 4])('by radio, transport %i, has its signal and its hops', (transport) => {
    const { reception } = decode(textEnvelope('hi', { transport }));
    expect(reception).toMatchObject({ hopsAway: 1, snr: 6.25, rssi: -92 });
  });

  it('says where it came from', () => {
    const { reception } = decode(textEnvelope('hi'), { broker: 'home', receivedAt: 1_767_225_700_123 });
    expect(reception).toMatchObject({
      broker: 'home',
      kind: 'e',
      receivedAt: 1_767_225_700_123,
      topic: 'msh/EU_868/2/e/LongFast/!0badcafe',
    });
  });

  it('on the topic of old firmware is the same', () => {
    expect(decode(textEnvelope('hi', { topic: 'msh/2/c/LongFast/!0badcafe' })).reception.kind).toBe('c');
  });
});

describe('a gateway status', () => {
  it.each([
    ['online', true],
    ['offline', false],
    [' OFFLINE\n', false],
  ])('%j is an event', (text, online) => {
    const { packet, reception, events } = decode(statEnvelope(text), { retained: true });
    expect(packet).toMatchObject({
      from: GATEWAY,
      id: 0,
      portnum: null,
      portName: null,
      decodeStatus: 'plaintext',
      payloadStatus: 'decoded',
    });
    expect(packet.flags).toEqual(['retained']);
    expect(reception).toMatchObject({ gateway: GATEWAY, kind: 'stat', own: true });
    expect(events).toEqual([{ type: 'gateway_status', online }]);
  });

  it('is nothing else', () => {
    expect(attempt(statEnvelope('rebooting'))).toMatchObject({ ok: false, reason: 'malformed' });
    expect(attempt(statEnvelope('online', { topic: 'msh/2/stat/laptop' }))).toMatchObject({
      ok: false,
      reason: 'bad_gateway',
    });
    expect(attempt(statEnvelope('online', { gateway: 0 }))).toMatchObject({ ok: false, reason: 'bad_gateway' });
  });
});

describe('hostile structures', () => {
  /** A payload whose bytes nobody may look at: reading one fails, and so does the decoding. */
  const sealed = (payload: Uint8Array): Uint8Array =>
    new Proxy(payload, {
      get(bytes, property) {
        if (property === 'length') return bytes.length;
        throw new Error(`${String(property)} of the payload was read`);
      },
    });

  it.each(oversizeMessages)('%s are rejected by size, unread', (_what, message) => {
    const result = decoder.decode({ ...message, payload: sealed(message.payload) });
    expect(result).toMatchObject({ ok: false, reason: 'oversize' });
  });

  it.each(hostileMessages)('%s is rejected', (_what, message) => {
    const result = decoder.decode(message);
    // An error that nobody foresaw would be `unsupported`.
    expect(result).toMatchObject({ ok: false, reason: expect.not.stringMatching('unsupported') });
  });

  it('names of 10 kB, control characters and markup end as short plain text', () => {
    const longName = '\u0000<script>"\n\u202e'.repeat(10);
    const { events } = decode(nodeInfoEnvelope({ longName, shortName: '👩‍🚀' }));
    expect(events).toMatchObject([{ shortName: '👩‍🚀' }]);
    expect(JSON.stringify(events)).not.toMatch(/\\u0000|\\n|\u202e/);
    expect(attempt(nodeInfoEnvelope({ longName: 'x'.repeat(10_240) }, { key: 'plaintext' }))).toMatchObject({
      reason: 'oversize',
    });
  });

  it('keeps no reference to the message it was given', () => {
    const message = rawMessage(dataEnvelope(256, Uint8Array.from([1, 2, 3]), { key: 'none', from: ORIGIN }));
    const result = decoder.decode(message);
    message.payload.fill(0xee);
    expect(result).toMatchObject({
      packet: { payload: Uint8Array.from([1, 2, 3]), decodeStatus: 'plaintext-in-encrypted' },
    });
  });

  it('does not let a failing catalog or keyring out', () => {
    const broken = createDecoder({
      keyring: {
        candidates: () => {
          throw new Error('canary');
        },
      },
    });
    expect(broken.decode(rawMessage(textEnvelope('hi')))).toEqual({
      ok: false,
      reason: 'unsupported',
      detail: 'unexpected Error while decoding',
    });
  });
});

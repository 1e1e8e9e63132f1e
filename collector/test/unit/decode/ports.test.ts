import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Mesh, Portnums, StoreForward } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import type { DecoderOptions } from '../../../src/decode/decode.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import { isKnownPort, portName } from '../../../src/decode/names.js';
import { portDecoders, redactedPorts } from '../../../src/decode/ports/index.js';
import type { Decoded, MeshEvent } from '../../../src/model.js';
import {
  alertEnvelope,
  dataEnvelope,
  GATEWAY,
  mapReportEnvelope,
  neighborInfoEnvelope,
  nodeInfoEnvelope,
  ORIGIN,
  paxcounterEnvelope,
  positionEnvelope,
  rawMessage,
  routingEnvelope,
  storeForwardEnvelope,
  telemetryEnvelope,
  textEnvelope,
  tracerouteEnvelope,
  waypointEnvelope,
} from '../../helpers/envelopes.js';
import type { Envelope } from '../../helpers/envelopes.js';

const { PortNum } = Portnums;
const nowSeconds = 1_767_225_612;

function decode(envelope: Envelope, options: DecoderOptions = {}): Extract<Decoded, { ok: true }> {
  const result = createDecoder({ keyring: createKeyring([]), options }).decode(rawMessage(envelope));
  if (!result.ok) throw new Error(result.detail);
  return result;
}
const eventsOf = (envelope: Envelope): readonly MeshEvent[] => decode(envelope).events;
const samplesOf = (envelope: Envelope, options: DecoderOptions = {}): Record<string, number> =>
  Object.fromEntries(
    decode(envelope, options)
      .events.flatMap((e) => (e.type === 'telemetry' || e.type === 'store_forward' ? e.samples : []))
      .map((s) => [s.metric, s.value]),
  );
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('every port', () => {
  const table = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 32, 33, 34, 35, 36, 37, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74,
    75, 76, 77, 78, 79, 112, 256, 257, 511,
  ];
  const decodedPorts = new Set(portDecoders.map(({ port }) => port));

  it.each(table)('%i has a name and a fate', (port) => {
    expect(portName(port)).not.toMatch(/^PORT_/);
    expect(isKnownPort(port)).toBe(port !== 0);
    const { packet, events } = decode(dataEnvelope(port, Uint8Array.from([0xff, 0x80, 0x01]), { key: 'plaintext' }));
    expect(packet.portnum).toBe(port);
    if (redactedPorts.has(port) || port === 37) {
      expect([packet.payloadStatus, packet.payload, events]).toEqual(['redacted', null, []]);
    } else if (decodedPorts.has(port)) {
      expect(['decoded', 'undecodable']).toContain(packet.payloadStatus);
    } else {
      expect([packet.payloadStatus, packet.payload, events]).toEqual([
        'not_decoded',
        Uint8Array.from([0xff, 0x80, 0x01]),
        [],
      ]);
    }
  });

  it('outside the table is counted by number', () => {
    const { packet } = decode(dataEnvelope(300, bytes('x'), { key: 'plaintext' }));
    expect(packet).toMatchObject({ portnum: 300, portName: 'PORT_300', payloadStatus: 'not_decoded' });
    expect(decode(dataEnvelope(512, bytes('x'), { key: 'plaintext' })).packet).toMatchObject({
      portnum: null,
      portName: null,
    });
  });

  it.each([6, 12, 13, 72, 78, 257])('%i leaves no trace of its payload', (port) => {
    const secret = 'canary-payload';
    expect(JSON.stringify(decode(dataEnvelope(port, bytes(secret), { key: 'plaintext' })))).not.toContain('canary');
    expect(decode(dataEnvelope(port, bytes(secret))).packet.payload).toBeNull();
  });

  it('is decoded by one decoder', () => {
    expect(decodedPorts.size).toBe(portDecoders.length);
    for (const port of decodedPorts) expect(redactedPorts.has(port)).toBe(false);
  });

  it.each(portDecoders.map(({ port }) => port).filter((port) => ![1, 10, 11, 32, 37, 66].includes(port)))(
    '%i keeps bytes it cannot decode, as a copy',
    (port) => {
      const junk = Uint8Array.from([0x0a, 0x7f, 0x01]); // a length beyond the end
      const message = rawMessage(dataEnvelope(port, junk, { key: 'plaintext' }));
      const result = createDecoder({ keyring: createKeyring([]) }).decode(message);
      if (!result.ok) throw new Error(result.detail);
      expect(result.packet).toMatchObject({ payloadStatus: 'undecodable', payload: junk });
      message.payload.fill(0);
      expect(result.packet.payload).toEqual(junk);
    },
  );

  it.each(portDecoders.map(({ port }) => port))('%i takes an empty payload, which is a request', (port) => {
    const { packet, events } = decode(dataEnvelope(port, new Uint8Array(0), { key: 'plaintext', wantResponse: true }));
    expect(packet.payloadStatus).toBe('decoded');
    expect(events.filter((e) => e.type !== 'traceroute')).toEqual([]);
  });
});

describe('texts', () => {
  it.each([
    [PortNum.TEXT_MESSAGE_APP, 'text'],
    [PortNum.ALERT_APP, 'alert'],
    [PortNum.DETECTION_SENSOR_APP, 'detection'],
    [PortNum.RANGE_TEST_APP, 'range_test'],
    [PortNum.REPLY_APP, 'reply'],
  ])('on port %i are of kind %s', (port, kind) => {
    expect(eventsOf(dataEnvelope(port, bytes('hello')))).toEqual([
      { type: 'text', kind, text: 'hello', replyId: null, emoji: false },
    ]);
  });

  it('react only with an emoji and a message to react to', () => {
    expect(eventsOf(textEnvelope('👍', { emoji: 1, replyId: 7 }))).toMatchObject([{ emoji: true, replyId: 7 }]);
    expect(eventsOf(textEnvelope('👍', { emoji: 1 }))).toMatchObject([{ emoji: false, replyId: null }]);
    expect(eventsOf(dataEnvelope(PortNum.ALERT_APP, bytes('x'), { emoji: 1, replyId: 7 }))).toMatchObject([
      { emoji: false },
    ]);
  });

  it('lose the bell of an alert', () =>
    expect(eventsOf(alertEnvelope('\u0007Fire'))).toMatchObject([{ text: 'Fire' }]));

  it('say nothing when nothing visible is left', () => expect(eventsOf(textEnvelope('\u200b\u0000'))).toEqual([]));

  it('to one node under a channel key are marked', () => {
    expect(decode(textEnvelope('psst', { to: 5 })).packet.flags).toEqual(['direct_message_readable']);
    expect(decode(textEnvelope('psst', { to: 5, key: 'plaintext' })).packet.flags).toEqual(['direct_message_readable']);
    expect(decode(textEnvelope('all')).packet.flags).toEqual([]);
    expect(decode(positionEnvelope({ latitude: 1, longitude: 1 }, { to: 5 })).packet.flags).toEqual([]);
  });

  it('of a beacon come without the key it offers', () => {
    const psk = bytes('canary-psk-16byt');
    const offer = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(psk).finish();
    const beacon = new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .string('Join us')
      .tag(2, WireType.LengthDelimited)
      .bytes(offer);
    const result = decode(dataEnvelope(37, beacon.tag(3, WireType.Varint).uint32(3).finish()));
    expect(result.events).toMatchObject([{ kind: 'beacon', text: 'Join us' }]);
    expect(result.packet).toMatchObject({ payload: null, payloadStatus: 'decoded', portName: 'MESH_BEACON_APP' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});

describe('node info', () => {
  it.each([
    [0, null],
    [43, 'HELTEC_V3'],
    [27, 'MAKERFABS_TRACKER'],
    [129, 'THINKNODE_M7'],
    [255, 'PRIVATE_HW'],
    [9999, 'HW_MODEL_9999'],
  ])('names hardware %i %s', (hwModel, name) => {
    expect(eventsOf(nodeInfoEnvelope({ hwModel }))).toMatchObject([{ hwModel: name }]);
  });

  it.each([
    [0, 'CLIENT', null],
    [2, 'ROUTER', true],
    [5, 'TRACKER', true],
    [6, 'SENSOR', true],
    [11, 'ROUTER_LATE', true],
    [12, 'CLIENT_BASE', null],
    [99, 'ROLE_99', null],
  ])('judges role %i (%s) unmessagable: %s', (role, name, unmessagable) => {
    expect(eventsOf(nodeInfoEnvelope({ role }))).toMatchObject([{ role: name, unmessagable }]);
    expect(eventsOf(nodeInfoEnvelope({ role, isUnmessagable: false }))).toMatchObject([{ unmessagable: false }]);
  });

  it.each([0, 1, 31, 33])('takes no public key of %i bytes', (length) => {
    expect(eventsOf(nodeInfoEnvelope({ publicKey: new Uint8Array(length).fill(9) }))).toMatchObject([
      { publicKey: null },
    ]);
  });

  it('never shows the MAC address', () => {
    const macaddr = Uint8Array.from([0xde, 0xad, 0xbe, 0xef, 0xca, 0xfe]);
    expect(JSON.stringify(decode(nodeInfoEnvelope({ macaddr, longName: 'x' })))).not.toMatch(/deadbeef|222,173/i);
  });

  it('accepts the id in upper case and flags any other', () => {
    expect(decode(nodeInfoEnvelope({ id: '!A1B2C3D4' })).packet.flags).toEqual([]);
    expect(decode(nodeInfoEnvelope({ id: '' })).packet.flags).toEqual([]);
    expect(decode(nodeInfoEnvelope({ id: 'me' })).packet.flags).toEqual(['sender_mismatch']);
  });
});

describe('positions', () => {
  const at = { latitude: 52.5, longitude: 13.4 };

  it('read phones in m/s and whole degrees', () => {
    const phone = { ...at, locationSource: Mesh.Position_LocSource.LOC_EXTERNAL, groundSpeed: 10, groundTrack: 90 };
    expect(eventsOf(positionEnvelope(phone))).toMatchObject([
      { groundSpeed: 36, groundTrack: 90, locationSource: 'LOC_EXTERNAL' },
    ]);
  });

  it('do without what was not stated', () => {
    expect(eventsOf(positionEnvelope(at))).toEqual([
      {
        type: 'position',
        ...at,
        altitude: null,
        precisionBits: null,
        groundSpeed: null,
        groundTrack: null,
        satsInView: null,
        accuracy: null,
        pdop: null,
        locationSource: null,
        fixTime: null,
        source: 'protobuf',
      },
    ]);
  });

  it('drop absurd numbers and keep the fix', () => {
    const absurd = {
      ...at,
      altitude: 1_000_000_000,
      groundSpeed: 0xffffffff,
      groundTrack: 0xffffffff,
      satsInView: 0xffffffff,
    };
    expect(
      eventsOf(positionEnvelope({ ...absurd, PDOP: 0xffffffff, gpsAccuracy: 0xffffffff, precisionBits: 77 })),
    ).toMatchObject([
      {
        ...at,
        altitude: null,
        groundSpeed: null,
        groundTrack: null,
        satsInView: null,
        pdop: null,
        accuracy: null,
        precisionBits: null,
      },
    ]);
  });

  it('take the time of the fix before the time of sending, when plausible', () => {
    const fixTime = (time: number, timestamp: number) => eventsOf(positionEnvelope({ ...at, time, timestamp }))[0];
    expect(fixTime(nowSeconds, nowSeconds - 5)).toMatchObject({ fixTime: (nowSeconds - 5) * 1000 });
    expect(fixTime(nowSeconds, 0)).toMatchObject({ fixTime: nowSeconds * 1000 });
    expect(fixTime(50, 0xffffffff)).toMatchObject({ fixTime: null });
  });

  it('accuracy is in meters', () =>
    expect(eventsOf(positionEnvelope({ ...at, gpsAccuracy: 2500 }))).toMatchObject([{ accuracy: 2.5 }]));

  it.each([
    { latitude: 91, longitude: 0.5 },
    { latitude: 0.5, longitude: 181 },
    { latitude: 0, longitude: 0 },
    { latitude: 52.5 },
    { longitude: 13.4 },
  ])('are none at %j', (position) => expect(eventsOf(positionEnvelope(position))).toEqual([]));
});

describe('map reports', () => {
  const report = {
    longName: 'Gate',
    latitudeI: 525205504,
    longitudeI: 134086656,
    positionPrecision: 14,
    hasOptedReportLocation: true,
  };

  it('give no position at 0/0, coarsened or not', () => {
    expect(eventsOf(mapReportEnvelope({ longName: 'Gate' }))).toHaveLength(1);
    expect(eventsOf(mapReportEnvelope({ ...report, latitudeI: 131072, longitudeI: 131072 }))).toHaveLength(1);
  });

  it('do not know altitude 0 from none', () => {
    expect(eventsOf(mapReportEnvelope(report))).toMatchObject([{}, { altitude: null }]);
    expect(eventsOf(mapReportEnvelope({ ...report, altitude: 43 }))).toMatchObject([{}, { altitude: 43 }]);
  });

  it('of somebody else are flagged', () => {
    const envelope = dataEnvelope(PortNum.MAP_REPORT_APP, Uint8Array.from([0x68, 1]), { from: 7, key: 'plaintext' });
    expect(decode(envelope).packet.flags).toContain('sender_mismatch');
  });

  it('name newer regions and presets', () => {
    expect(eventsOf(mapReportEnvelope({ region: 29, modemPreset: 16, role: 44, hwModel: 0 }))).toMatchObject([
      { region: 'EU_866', modemPreset: 'MEDIUM_TURBO', role: 'ROLE_44', hwModel: 'UNSET' },
    ]);
    expect(eventsOf(mapReportEnvelope({ region: 200, modemPreset: 99 }))).toMatchObject([
      { region: 'REGION_200', modemPreset: 'PRESET_99' },
    ]);
  });

  it('cannot claim billions of neighbors', () => {
    expect(eventsOf(mapReportEnvelope({ numOnlineLocalNodes: 0xffffffff }))).toMatchObject([
      { onlineLocalNodes: null },
    ]);
  });
});

describe('routing', () => {
  it('acknowledges explicitly, or by an empty message that names a packet', () => {
    expect(eventsOf(routingEnvelope(0, { requestId: 9 }))).toEqual([
      { type: 'routing', ack: true, error: 'NONE', requestId: 9 },
    ]);
    expect(eventsOf(dataEnvelope(5, new Uint8Array(0), { requestId: 9 }))).toMatchObject([{ ack: true }]);
    expect(eventsOf(dataEnvelope(5, new Uint8Array(0)))).toEqual([]);
  });

  it('names errors, unknown ones by number', () => {
    expect(eventsOf(routingEnvelope(5, { requestId: 9 }))).toMatchObject([{ ack: false, error: 'MAX_RETRANSMIT' }]);
    expect(eventsOf(routingEnvelope(1234, { requestId: 9 }))).toMatchObject([{ ack: false, error: 'ERROR_1234' }]);
  });
});

describe('waypoints', () => {
  it('are deleted by expiring at 1', () => {
    expect(eventsOf(waypointEnvelope({ id: 3, expire: 1 }))).toMatchObject([
      { waypointId: 3, deleted: true, expireAt: null, latitude: null },
    ]);
    expect(eventsOf(waypointEnvelope({ id: 3, expire: 0 }))).toMatchObject([{ deleted: false, expireAt: null }]);
    expect(eventsOf(waypointEnvelope({ id: 3, expire: 2 }))).toMatchObject([{ deleted: false, expireAt: 2000 }]);
  });

  it.each([
    [0, '📍'],
    [0x1f355, '🍕'],
    [0x110000, '📍'],
    [0xffffffff, '📍'],
    [0xd800, '📍'],
    [0x07, '📍'],
    [0x202e, '📍'],
    [0x200d, '📍'],
    [0x300, '📍'],
    [0x41, 'A'],
  ])('icon %i is %s', (icon, shown) =>
    expect(eventsOf(waypointEnvelope({ id: 1, icon }))).toMatchObject([{ icon: shown }]),
  );
});

describe('neighbor info', () => {
  it('skips the dummy, node 0, the reporter and broadcast', () => {
    expect(eventsOf(neighborInfoEnvelope([{ nodeId: 0, snr: 0 }]))).toEqual([]);
    const list = [0, ORIGIN, 0xffffffff, 7].map((nodeId) => ({ nodeId, snr: -3.5 }));
    expect(eventsOf(neighborInfoEnvelope(list))).toEqual([
      { type: 'neighbor_info', neighbors: [{ node: 7, snr: -3.5 }] },
    ]);
  });

  it('believes only its sender', () => {
    const { packet, events } = decode(dataEnvelope(71, new BinaryWriter().tag(1, WireType.Varint).uint32(99).finish()));
    expect([packet.flags, events]).toEqual([['sender_mismatch'], []]);
  });

  it('has no SNR that is no number', () => {
    expect(eventsOf(neighborInfoEnvelope([{ nodeId: 7, snr: Number.NaN }]))).toMatchObject([
      { neighbors: [{ node: 7, snr: null }] },
    ]);
  });
});

describe('traceroutes', () => {
  const A = ORIGIN;
  const [B, C, D] = [0x7c5b552c, 0x11111111, 0x9e75ee10];
  const request = { from: A, to: D };
  const reply = { from: D, to: A, requestId: 77 };

  it('of a request that reached its target, the gateway, end there: the target adds its reading, but not itself', () => {
    const arrived = { from: A, to: GATEWAY };
    expect(eventsOf(tracerouteEnvelope({ route: [B], snrTowards: [12, 20] }, arrived))).toMatchObject([
      {
        kind: 'request',
        route: [B],
        snrTowards: [3, 5],
        hops: [
          { from: A, to: B, snr: 3 },
          { from: B, to: GATEWAY, snr: 5 },
        ],
      },
    ]);
  });

  it('walk forward while being asked', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B, C], snrTowards: [26, -53] }, request))).toEqual([
      {
        type: 'traceroute',
        kind: 'request',
        origin: A,
        target: D,
        requestId: null,
        route: [B, C],
        snrTowards: [6.5, -13.25],
        routeBack: [],
        snrBack: [],
        hops: [
          { from: A, to: B, snr: 6.5 },
          { from: B, to: C, snr: -13.25 },
        ],
        complete: false,
      },
    ]);
  });

  it('end at the gateway that appended itself: a listener, not a relay', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B, GATEWAY], snrTowards: [26, 8] }, request))).toMatchObject([
      {
        route: [B],
        snrTowards: [6.5],
        hops: [
          { from: A, to: B, snr: 6.5 },
          { from: B, to: GATEWAY, snr: 2 },
        ],
      },
    ]);
    const back = { route: [], snrTowards: [4], routeBack: [B, GATEWAY], snrBack: [-8, 12] };
    expect(eventsOf(tracerouteEnvelope(back, reply))).toMatchObject([
      {
        route: [],
        routeBack: [B],
        snrBack: [-2],
        hops: [
          { from: A, to: D, snr: 1 },
          { from: D, to: B, snr: -2 },
          { from: B, to: GATEWAY, snr: 3 },
        ],
        complete: true,
      },
    ]);
  });

  it('name a gateway in the middle of the way as the relay it is', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [GATEWAY, B], snrTowards: [4, 8] }, request))).toMatchObject([
      { route: [GATEWAY, B] },
    ]);
    expect(eventsOf(tracerouteEnvelope({ route: [B, GATEWAY], snrTowards: [4, 8, 12] }, reply))).toMatchObject([
      { route: [B, GATEWAY], complete: true },
    ]);
  });

  it('show the last hop back when the requester is the gateway', () => {
    const route = { route: [B], snrTowards: [4, 8], routeBack: [B], snrBack: [12, 16] };
    expect(eventsOf(tracerouteEnvelope(route, { from: D, to: GATEWAY, requestId: 77 }))).toMatchObject([
      {
        hops: [
          { from: GATEWAY, to: B },
          { from: B, to: D },
          { from: D, to: B, snr: 3 },
          { from: B, to: GATEWAY, snr: 4 },
        ],
      },
    ]);
  });

  it('leave out hops at nodes that did not say who they are', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B, 0xffffffff], snrTowards: [26, -128, -53] }, reply))).toMatchObject([
      { route: [B, 0xffffffff], snrTowards: [6.5, null, -13.25], hops: [{ from: A, to: B, snr: 6.5 }], complete: true },
    ]);
  });

  it('know -128 and everything beyond a byte as unknown', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B], snrTowards: [-128, 4000] }, reply))).toMatchObject([
      { snrTowards: [null, null], hops: [{ snr: null }, { snr: null }] },
    ]);
  });

  it('of old firmware have a way without readings', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B] }, reply))).toMatchObject([
      {
        hops: [
          { from: A, to: B, snr: null },
          { from: B, to: D, snr: null },
        ],
        complete: false,
      },
    ]);
    expect(eventsOf(tracerouteEnvelope({}, reply))).toMatchObject([{ hops: [], complete: false }]);
  });

  it('that lost a reading do not claim the end', () => {
    expect(eventsOf(tracerouteEnvelope({ route: [B, C], snrTowards: [4, 8] }, reply))).toMatchObject([
      {
        hops: [
          { from: A, to: B },
          { from: B, to: C },
        ],
        complete: false,
      },
    ]);
  });
});

describe('telemetry', () => {
  it('keeps the clock of the device only when it can be right', () => {
    const device = { case: 'deviceMetrics', value: { batteryLevel: 50 } } as const;
    expect(decode(telemetryEnvelope(device, { time: nowSeconds })).packet.deviceTime).toBe(nowSeconds * 1000);
    expect(eventsOf(telemetryEnvelope(device, { time: nowSeconds }))).toMatchObject([
      { deviceTime: nowSeconds * 1000 },
    ]);
    for (const time of [0, 50, 0xffffffff]) {
      expect(decode(telemetryEnvelope(device, { time })).packet.deviceTime).toBeNull();
    }
  });

  it('drops what is outside the limits of its metric', () => {
    const value = {
      temperature: 5000,
      relativeHumidity: 0,
      barometricPressure: 0,
      iaq: 0xffffffff,
      windSpeed: -3,
      lux: 12,
    };
    expect(samplesOf(telemetryEnvelope({ case: 'environmentMetrics', value }))).toEqual({ environment_lux: 12 });
  });

  it('drops 64-bit nonsense of a host', () => {
    const value = { uptimeSeconds: 1, freememBytes: 0xffffffffffffffffn, diskfree1Bytes: 5n };
    expect(samplesOf(telemetryEnvelope({ case: 'hostMetrics', value }))).toEqual({
      host_uptime_seconds: 1,
      host_diskfree1_bytes: 5,
      host_load1: 0,
      host_load5: 0,
      host_load15: 0,
    });
  });

  it.each(['localStats', 'hostMetrics', 'deviceMetrics', 'environmentMetrics'] as const)(
    'takes an empty %s for a request',
    (variant) => {
      const { packet, events } = decode(telemetryEnvelope({ case: variant, value: {} }, { wantResponse: true }));
      expect([packet.payloadStatus, events]).toEqual(['decoded', []]);
    },
  );

  it('has no noise floor of 0 and no heap of 0', () => {
    const samples = samplesOf(telemetryEnvelope({ case: 'localStats', value: { uptimeSeconds: 5 } }));
    expect(samples).toMatchObject({ local_stats_num_packets_rx: 0 });
    expect(Object.keys(samples)).not.toEqual(expect.arrayContaining(['local_stats_noise_floor']));
    expect(Object.keys(samples)).not.toEqual(expect.arrayContaining(['local_stats_heap_total_bytes']));
  });

  it('keeps a body’s measurements only when asked', () => {
    const health = telemetryEnvelope({ case: 'healthMetrics', value: { heartBpm: 61, spO2: 98, temperature: 36.6 } });
    expect(decode(health)).toMatchObject({ events: [], packet: { payload: null } });
    expect(Object.keys(samplesOf(health, { storePersonalTelemetry: true }))).toEqual([
      'health_heart_bpm',
      'health_spo2',
      'health_temperature',
    ]);
  });

  const variant = (no: number, body: Uint8Array): Envelope =>
    dataEnvelope(PortNum.TELEMETRY_APP, new BinaryWriter().tag(no, WireType.LengthDelimited).bytes(body).finish());

  it('reads fields newer than the installed protobufs', () => {
    const environment = new BinaryWriter()
      .tag(24, WireType.Bit32)
      .float(3.25)
      .tag(33, WireType.Bit32)
      .float(-4.5)
      .tag(40, WireType.Varint)
      .uint32(12)
      .tag(41, WireType.Bit32)
      .float(7);
    expect(samplesOf(variant(3, environment.finish()))).toEqual({
      environment_adc_voltage_ch0: 3.25,
      environment_one_wire_temperature_ch1: -4.5,
      environment_lightning_strike_count_1h: 12,
      environment_lightning_distance_km: 7,
    });
    const status = new BinaryWriter().tag(26, WireType.Varint).uint32(16).finish();
    expect(samplesOf(variant(4, status))).toEqual({ air_quality_pm_status_flags: 16 });
  });

  it('does not read a newer field in the wrong encoding', () => {
    const wrong = new BinaryWriter().tag(24, WireType.Varint).uint32(3).tag(40, WireType.Bit32).float(1).finish();
    expect(samplesOf(variant(3, wrong))).toEqual({});
  });

  it('keeps the bytes of a variant nobody knows', () => {
    const { packet, events } = decode(variant(42, Uint8Array.from([8, 1])));
    expect(packet.payloadStatus).toBe('not_decoded');
    expect(packet.payload).toHaveLength(5);
    expect(events).toEqual([]);
  });
});

describe('paxcounter and store and forward', () => {
  it('count nobody as 0', () => {
    expect(samplesOf(paxcounterEnvelope({ wifi: 0, ble: 2, uptime: 9 }))).toMatchObject({
      paxcounter_wifi: 0,
      paxcounter_ble: 2,
    });
  });

  const rr = StoreForward.StoreAndForward_RequestResponse;

  it('report their statistics', () => {
    const value = {
      messagesTotal: 9,
      messagesSaved: 8,
      messagesMax: 100,
      upTime: 60,
      requests: 2,
      heartbeat: true,
      returnWindow: 240,
    };
    expect(samplesOf(storeForwardEnvelope({ rr: rr.ROUTER_STATS, variant: { case: 'stats', value } }))).toMatchObject({
      store_forward_messages_total: 9,
      store_forward_up_time: 60,
      store_forward_heartbeat: 1,
      store_forward_return_window: 240,
    });
    const history = storeForwardEnvelope({
      rr: rr.ROUTER_HISTORY,
      variant: { case: 'history', value: { historyMessages: 3 } },
    });
    expect(samplesOf(history)).toEqual({ store_forward_history_messages: 3 });
  });

  it('replay a direct message as what it is', () => {
    const message = { rr: rr.ROUTER_TEXT_DIRECT, variant: { case: 'text' as const, value: bytes('psst') } };
    const { packet, events } = decode(storeForwardEnvelope(message, { to: 5 }));
    expect(packet.flags).toEqual(['direct_message_readable']);
    expect(events).toMatchObject([
      { kind: 'ROUTER_TEXT_DIRECT', replay: true },
      { type: 'text', text: 'psst' },
    ]);
  });

  it('name kinds nobody knows by number', () => {
    expect(eventsOf(storeForwardEnvelope({ rr: 99 }))).toMatchObject([
      { kind: 'REQUEST_RESPONSE_99', replay: false, samples: [] },
    ]);
  });
});

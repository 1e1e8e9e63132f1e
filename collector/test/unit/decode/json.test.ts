import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import type { Decoded, MeshEvent } from '../../../src/model.js';
import { jsonEnvelope, rawMessage } from '../../helpers/envelopes.js';
import { vectors } from '../../helpers/vectors.js';

const decoder = createDecoder({ keyring: createKeyring([]) });
const defaultTopic = 'msh/EU_868/2/json/LongFast/!0badcafe';
const receivedAt = 1_767_225_630_000;

const decodeBody = (body: string, topic = defaultTopic): Decoded =>
  decoder.decode(rawMessage({ topic, payload: new Uint8Array(Buffer.from(body, 'utf8')) }, { receivedAt }));

function decoded(
  type: string,
  payload: unknown,
  message: Record<string, unknown> = {},
): Extract<Decoded, { ok: true }> {
  const result = decoder.decode(rawMessage(jsonEnvelope(type, payload, {}, message), { receivedAt }));
  if (!result.ok) throw new Error(result.detail);
  return result;
}
const eventsOf = (type: string, payload: unknown): readonly MeshEvent[] => decoded(type, payload).events;

function samplesOf(payload: unknown): Record<string, number> {
  const [event] = eventsOf('telemetry', payload);
  if (event === undefined) return {};
  if (event.type !== 'telemetry') throw new Error(event.type);
  return Object.fromEntries(event.samples.map((s) => [s.metric, s.value]));
}

/** Expected port and events of each vector. */
const expectations: Record<string, { portnum: number | null; status?: string; events: unknown[] }> = {
  text: { portnum: 1, events: [{ type: 'text', kind: 'text', text: 'Hello mesh' }] },
  text_that_is_json_number: { portnum: 1, events: [{ type: 'text', text: '73' }] },
  telemetry_device: {
    portnum: 67,
    events: [
      {
        type: 'telemetry',
        variant: 'device',
        samples: [
          { metric: 'device_powered', value: 1 },
          { metric: 'device_voltage', value: 4.171 },
          { metric: 'device_channel_utilization', value: 12.5 },
          { metric: 'device_air_util_tx', value: 1.75 },
          { metric: 'device_uptime_seconds', value: 123456 },
        ],
      },
    ],
  },
  telemetry_environment: {
    portnum: 67,
    events: [
      {
        type: 'telemetry',
        variant: 'environment',
        samples: [
          { metric: 'environment_temperature', value: 21.5 },
          { metric: 'environment_relative_humidity', value: 40.25 },
          { metric: 'environment_barometric_pressure', value: 1013.25 },
          { metric: 'environment_gas_resistance', value: 50.5 },
          { metric: 'environment_iaq', value: 41 },
          { metric: 'environment_lux', value: 120.5 },
          { metric: 'environment_wind_direction', value: 270 },
          { metric: 'environment_wind_speed', value: 3.5 },
        ],
      },
    ],
  },
  telemetry_power: {
    portnum: 67,
    events: [
      {
        variant: 'power',
        samples: [
          { metric: 'power_ch1_voltage', value: 12.75 },
          { metric: 'power_ch1_current', value: -350.5 },
          { metric: 'power_ch3_voltage', value: 5.02 },
          { metric: 'power_ch3_current', value: 15 },
        ],
      },
    ],
  },
  telemetry_air_quality: {
    portnum: 67,
    events: [
      {
        variant: 'air_quality',
        samples: [
          { metric: 'air_quality_pm10_standard', value: 4 },
          { metric: 'air_quality_pm25_standard', value: 9 },
          { metric: 'air_quality_pm100_standard', value: 12 },
          { metric: 'air_quality_co2', value: 612 },
        ],
      },
    ],
  },
  nodeinfo: {
    portnum: 4,
    events: [
      {
        type: 'node_info',
        longName: 'Hilltop Relay',
        shortName: 'HTR1',
        hwModel: 'HELTEC_V3',
        role: 'ROUTER',
        source: 'json',
      },
    ],
  },
  position: {
    portnum: 3,
    events: [
      {
        type: 'position',
        latitude: 52.5074432,
        longitude: 13.3955584,
        altitude: 43,
        precisionBits: 13,
        groundSpeed: 36,
        groundTrack: 270.45,
        satsInView: 11,
        pdop: 1.32,
        fixTime: 1_767_225_599_000,
        source: 'json',
      },
    ],
  },
  waypoint: {
    portnum: 8,
    events: [{ type: 'waypoint', waypointId: 305419896, name: 'Treffpunkt', lockedTo: null, icon: '📍' }],
  },
  waypoint_labeled_position: { portnum: 8, events: [{ type: 'waypoint', waypointId: 305419896, name: 'Treffpunkt' }] },
  neighborinfo: {
    portnum: 71,
    events: [
      {
        type: 'neighbor_info',
        neighbors: [
          { node: 2712847316, snr: 6 },
          { node: 2086360364, snr: -11 },
        ],
      },
    ],
  },
  traceroute: {
    portnum: 70,
    events: [
      {
        type: 'traceroute',
        kind: 'reply',
        origin: 2712847316,
        target: 2658528784,
        route: [0xffffffff, 0xffffffff],
        snrTowards: [6.5, null, -13.25],
        routeBack: [0xffffffff],
        snrBack: [-10],
        hops: [],
        complete: true,
      },
    ],
  },
  detection: { portnum: 10, events: [{ type: 'text', kind: 'detection', text: 'Gate detected' }] },
  gpios_changed: { portnum: 2, status: 'not_decoded', events: [] },
  gpios_read_reply: { portnum: 2, status: 'not_decoded', events: [] },
  empty_type: { portnum: null, status: 'none', events: [] },
  unknown_time_and_hops: { portnum: 1, events: [{ text: 'no clock, old sender' }] },
};

describe('every JSON vector', () => {
  it.each(vectors.json_messages)('$name ends as expected', ({ name, topic, message }) => {
    const result = decodeBody(JSON.stringify(message), topic);
    if (name.startsWith('downlink_')) {
      expect(result).toMatchObject({ ok: false, reason: 'command' });
      return;
    }
    const expected = expectations[name]!;
    if (!result.ok) throw new Error(result.detail);
    const { packet, reception, events } = result;
    expect(events).toMatchObject(expected.events);
    expect(events).toHaveLength(expected.events.length);
    expect(packet).toMatchObject({
      from: message.from,
      to: message.to,
      id: message.id,
      channel: 'LongFast',
      channelHash: null,
      portnum: expected.portnum,
      decodeStatus: 'json',
      payloadStatus: expected.status ?? 'decoded',
      okToMqtt: null,
      size: 0,
    });
    const timestamp = message.timestamp as number;
    expect(reception).toMatchObject({
      kind: 'json',
      rxTime: timestamp === 0 ? null : timestamp * 1000,
      rssi: message.rssi ?? null,
      snr: message.snr ?? null,
      hopsAway: message.hops_away ?? null,
      hopStart: message.hop_start ?? null,
      hopLimit: null,
    });
  });
});

describe('JSON that firmware never wrote', () => {
  it.each(['', ' ', 'online', '{', '[]', '[1,2]', 'null', '42', '"text"', '{"from":1', '\ufffd', '{"a":NaN}'])(
    'rejects %j',
    (body) => {
      expect(decodeBody(body)).toMatchObject({ ok: false, reason: body === '' ? 'empty_payload' : 'malformed' });
    },
  );

  it('rejects what nests too deeply, without parsing it', () => {
    const body = `{"type":"text","payload":${'['.repeat(2000)}${']'.repeat(2000)}}`;
    expect(decodeBody(body)).toEqual({ ok: false, reason: 'malformed', detail: 'JSON nested deeper than 32' });
    expect(decodeBody('{"type":'.repeat(100))).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('does not count brackets inside strings as depth', () => {
    expect(eventsOf('text', { text: '[{'.repeat(40) })).toMatchObject([{ text: '[{'.repeat(40) }]);
  });

  it.each([[0], [0xffffffff], ['!a1b2c3d4'], [1.5], [2 ** 40], [null], [{}]])('rejects the sender %j', (from) => {
    expect(decodeBody(JSON.stringify({ from, type: 'text', payload: { text: 'x' } }))).toMatchObject({
      ok: false,
      reason: 'bad_sender',
    });
  });

  it('takes the gateway from the topic when the message does not name it', () => {
    expect(decoded('text', { text: 'x' }, { sender: undefined }).reception.gateway).toBe(0x0badcafe);
    expect(decodeBody('{"from":5,"type":"text","payload":"x"}', 'msh/2/json/LongFast/x')).toMatchObject({
      reason: 'bad_gateway',
    });
  });

  it('flags a gateway the topic contradicts', () => {
    const { packet, reception } = decoded('text', { text: 'x' }, { sender: '!433d0c18' });
    expect(reception.gateway).toBe(0x433d0c18);
    expect(packet.flags).toEqual(['gateway_mismatch']);
  });

  it('is not fooled by __proto__', () => {
    const result = decodeBody(
      '{"__proto__":{"from":5},"constructor":1,"from":7,"type":"position","payload":{"__proto__":{"latitude_i":525000000,"longitude_i":130000000}}}',
    );
    expect(result).toMatchObject({ ok: true, events: [], packet: { from: 7 } });
    expect(decodeBody('{"__proto__":{"from":5,"type":"text"},"payload":"x"}')).toMatchObject({ reason: 'bad_sender' });
    expect(({} as Record<string, unknown>).from).toBeUndefined();
  });

  it('reads signed numbers of firmware before 2.2', () => {
    expect(decoded('text', { text: 'x' }, { from: -1582119980, to: -1, id: -5 }).packet).toMatchObject({
      from: 0xa1b2c3d4,
      to: 0xffffffff,
      id: 0xfffffffb,
    });
  });

  it.each([
    ['nodeinfo', 73],
    ['position', null],
    ['telemetry', []],
    ['neighborinfo', { node_id: 5, neighbors: 'none' }],
    ['waypoint', { name: 'x' }],
    ['traceroute', 'x'],
    ['text', undefined],
  ])('calls a %s with payload %j undecodable', (type, payload) => {
    expect(decoded(type, payload)).toMatchObject({
      packet: { payloadStatus: 'undecodable', payload: null },
      events: [],
    });
  });

  it('survives wrong types inside a payload', () => {
    expect(
      eventsOf('nodeinfo', { id: 5, longname: ['x'], shortname: null, hardware: 'HELTEC', role: 'ROUTER' }),
    ).toMatchObject([{ longName: '', shortName: '', hwModel: null, role: null }]);
    expect(eventsOf('position', { latitude_i: '52', longitude_i: 13 })).toEqual([]);
    expect(samplesOf({ temperature: '21', lux: Number.POSITIVE_INFINITY, wind_speed: 3 })).toEqual({
      environment_wind_speed: 3,
    });
    expect(eventsOf('traceroute', { route: 'x', snr_towards: 5 })).toMatchObject([
      { hops: [], complete: false, route: [] },
    ]);
  });

  it('takes a number beyond every double for missing', () => {
    const body = '{"from":5,"type":"telemetry","payload":{"lux":1e400,"temperature":-1e999,"wind_speed":3}}';
    expect(decodeBody(body)).toMatchObject({ events: [{ samples: [{ metric: 'environment_wind_speed', value: 3 }] }] });
  });

  it('ignores hops, signal and ids no radio reports', () => {
    const { reception, packet } = decoded(
      'text',
      { text: 'x' },
      { hops_away: 900, hop_start: -1, snr: 1e9, rssi: 'loud', id: 2 ** 40 },
    );
    expect(reception).toMatchObject({ hopsAway: null, hopStart: null, snr: null, rssi: null });
    expect(packet.flags).toContain('hops_out_of_range');
    expect(packet.id).toBe(0);
  });
});

describe('the traps of firmware JSON', () => {
  it.each([
    [73, '73'],
    ['quoted', 'quoted'],
    [[1, 2], '[1,2]'],
    [{ a: 1 }, '{"a":1}'],
    [true, 'true'],
    [null, 'null'],
  ])('shows a text that is itself JSON: %j', (payload, text) => {
    expect(eventsOf('text', payload)).toMatchObject([{ text }]);
  });

  it('takes the zeros firmware writes for absent device readings as absent', () => {
    expect(
      samplesOf({ battery_level: 80, voltage: 0, channel_utilization: 0, air_util_tx: 0, uptime_seconds: 0 }),
    ).toEqual({
      device_battery_level: 80,
      device_powered: 0,
    });
    expect(samplesOf({ voltage: 0, channel_utilization: 0, air_util_tx: 0, uptime_seconds: 0 })).toEqual({});
  });

  const sixZeros = {
    temperature: 0,
    relative_humidity: 0,
    barometric_pressure: 0,
    gas_resistance: 0,
    voltage: 0,
    current: 0,
  };
  const since = [
    ['2.3.10', { lux: 0, white_lux: 0, iaq: 0 }],
    ['2.3.13', { wind_speed: 0, wind_direction: 0 }],
    ['2.4.1', { wind_gust: 0, wind_lull: 0 }],
    ['2.5.15', { radiation: 0 }],
  ] as const;

  it.each(since.map(([release], index) => [release, index + 1] as const))(
    'takes the zeros of environment telemetry from firmware %s and later as absent',
    (_release, generations) => {
      const zeros = Object.assign({}, sixZeros, ...since.slice(0, generations).map(([, keys]) => keys)) as object;
      expect(samplesOf({ ...zeros, temperature: 21.5, relative_humidity: 40 })).toEqual({
        environment_temperature: 21.5,
        environment_relative_humidity: 40,
      });
    },
  );

  it('believes a zero among readings that no firmware prints together', () => {
    expect(samplesOf({ temperature: 3, relative_humidity: 40, barometric_pressure: 1000, lux: 0 })).toMatchObject({
      environment_lux: 0,
    });
    expect(samplesOf({ ...sixZeros, temperature: 3, lux: 0 })).toMatchObject({ environment_lux: 0 });
  });

  it('takes the zeros of all six power and particle readings as absent, and of fewer as measured', () => {
    const power = {
      voltage_ch1: 12.5,
      current_ch1: 250,
      voltage_ch2: 0,
      current_ch2: 0,
      voltage_ch3: 0,
      current_ch3: 0,
    };
    expect(samplesOf(power)).toEqual({ power_ch1_voltage: 12.5, power_ch1_current: 250 });
    expect(samplesOf({ voltage_ch1: 12.5, current_ch1: 0 })).toEqual({ power_ch1_voltage: 12.5, power_ch1_current: 0 });
    const particles = { pm10: 0, pm25: 0, pm100: 0, pm10_e: 0, pm25_e: 0, pm100_e: 0 };
    expect(samplesOf(particles)).toEqual({});
    expect(samplesOf({ ...particles, pm25: 9 })).toEqual({ air_quality_pm25_standard: 9 });
    expect(samplesOf({ pm10: 0, pm25: 4 })).toEqual({ air_quality_pm10_standard: 0, air_quality_pm25_standard: 4 });
  });

  it('reads the particles of ambient conditions', () => {
    expect(samplesOf({ pm10: 1, pm10_e: 4, pm25_e: 5, pm100_e: 6 })).toEqual({
      air_quality_pm10_standard: 1,
      air_quality_pm10_environmental: 4,
      air_quality_pm25_environmental: 5,
      air_quality_pm100_environmental: 6,
    });
  });

  it('takes null, which firmware prints for NaN, and infinite numbers for unknown', () => {
    const { packet, events } = decoded('telemetry', { temperature: null, lux: 3 });
    expect(events).toMatchObject([
      {
        samples: [{ metric: 'environment_lux', value: 3 }],
        unknown: [{ metric: 'environment_temperature', reason: 'implausible' }],
      },
    ]);
    expect(packet.flags).toEqual(['reading_implausible']);
    expect(decodeBody('{"from":5,"type":"telemetry","payload":{"channel_utilization":1e999}}')).toMatchObject({
      events: [{ samples: [], unknown: [{ metric: 'device_channel_utilization' }] }],
    });
  });

  it('reads the SNR of 0 dB that firmware leaves out beside an RSSI', () => {
    expect(decoded('text', { text: 'x' }, { rssi: -90, snr: undefined }).reception).toMatchObject({
      rssi: -90,
      snr: 0,
    });
    expect(decoded('text', { text: 'x' }, { rssi: undefined, snr: 5 }).reception).toMatchObject({
      rssi: null,
      snr: 5,
    });
    expect(decoded('text', { text: 'x' }, { rssi: undefined, snr: undefined }).reception).toMatchObject({
      rssi: null,
      snr: null,
    });
  });

  it('knows old firmware by its six ever-present environment readings', () => {
    const six = {
      temperature: 0,
      relative_humidity: 0,
      barometric_pressure: 0,
      gas_resistance: 0,
      voltage: 0,
      current: 0,
    };
    expect(samplesOf({ ...six, temperature: 12 })).toEqual({ environment_temperature: 12 });
    expect(samplesOf({ temperature: 0, wind_speed: 0 })).toEqual({
      environment_temperature: 0,
      environment_wind_speed: 0,
    });
  });

  it('reads the paxcounter', () => {
    expect(eventsOf('paxcounter', { wifi_count: 3, ble_count: 4, uptime: 60 })).toMatchObject([
      {
        variant: 'paxcounter',
        samples: [
          { metric: 'paxcounter_wifi', value: 3 },
          { metric: 'paxcounter_ble', value: 4 },
          { metric: 'paxcounter_uptime_seconds', value: 60 },
        ],
      },
    ]);
  });

  it('links the two ends of a direct traceroute, the only nodes it can name', () => {
    const payload = {
      route: ['Alice', 'Charlie'],
      snr_towards: [6.5],
      route_back: ['Charlie', 'Alice'],
      snr_back: [-32],
    };
    // A reply to everybody names no requester.
    expect(eventsOf('traceroute', payload)).toMatchObject([{ route: [], hops: [] }]);
    expect(decoded('traceroute', payload, { to: 5 }).events).toMatchObject([
      {
        hops: [
          { from: 5, to: 0xa1b2c3d4, snr: 6.5 },
          { from: 0xa1b2c3d4, to: 5, snr: null },
        ],
      },
    ]);
  });

  it('strips the emoji bytes old firmware mangles', () => {
    expect(eventsOf('nodeinfo', { longname: 'Hut \u0000\u0000\u0000\u0000', shortname: '\uffff\uffff' })).toMatchObject(
      [{ longName: 'Hut ', shortName: '' }],
    );
  });

  it('believes a neighbor list only about its sender', () => {
    const { packet, events } = decoded('neighborinfo', { node_id: 99, neighbors: [{ node_id: 5, snr: 1 }] });
    expect(events).toEqual([]);
    expect(packet.flags).toEqual(['sender_mismatch']);
    expect(eventsOf('neighborinfo', { node_id: 0xa1b2c3d4, neighbors: [{ node_id: 0, snr: 0 }] })).toEqual([]);
  });

  it('keeps direct messages that a gateway printed to itself', () => {
    const { packet, events } = decoded('text', { text: 'psst' }, { to: 5 });
    expect(packet.flags).toContain('direct_message_readable');
    expect(events).toHaveLength(1);
    const onPki = decodeBody('{"from":5,"to":6,"type":"text","payload":{"text":"secret"}}', 'msh/2/json/PKI/!0badcafe');
    expect(onPki).toMatchObject({ ok: true, events: [], packet: { payloadStatus: 'redacted', portnum: 1, flags: [] } });
    expect(JSON.stringify(onPki)).not.toContain('secret');
  });

  it('counts types nobody knows', () => {
    expect(decoded('hologram', {}).packet).toMatchObject({
      portnum: null,
      portName: null,
      payloadStatus: 'not_decoded',
    });
  });

  it('has no signal for the gateway’s own packets', () => {
    expect(decoded('text', { text: 'x' }, { from: 0x0badcafe, rssi: -50, snr: 5 }).reception).toMatchObject({
      own: true,
      snr: null,
      rssi: null,
    });
  });
});

import { toJson } from '@bufbuild/protobuf';
import type { DescMessage, JsonValue } from '@bufbuild/protobuf';
import { Mesh, Mqtt, PaxCount, StoreForward, Telemetry } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { applyKey, nonceOf, decryptPacket } from '../../../src/decode/decrypt.js';
import { decodeEnvelope } from '../../../src/decode/envelope.js';
import { channelHash, expandPsk } from '../../../src/decode/keyring.js';
import { portName } from '../../../src/decode/names.js';
import { redactedPorts } from '../../../src/decode/ports/index.js';
import { decodeUtf8, readMessage } from '../../../src/decode/protobuf.js';
import { cleanText, cleanTextBytes } from '../../../src/decode/sanitize.js';
import { parseTopic } from '../../../src/decode/topic.js';
import { formatNodeId, parseNodeId } from '../../../src/model.js';
import type { Decoded, MeshEvent, NodeNum } from '../../../src/model.js';
import { positionEnvelope, rawMessage } from '../../helpers/envelopes.js';
import { bytesOfBase64, bytesOfHex, vectorKeyring, vectorPacket, vectors } from '../../helpers/vectors.js';
import type { VectorPacket } from '../../helpers/vectors.js';

/** After every clock in the vectors, and less than six hours after. */
const receivedAt = 1_767_232_810_000;
const decoder = createDecoder({ keyring: vectorKeyring() });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function decodeVector(vector: VectorPacket): Decoded {
  return decoder.decode(rawMessage({ topic: vector.topic, payload: bytesOfHex(vector.envelope_hex) }, { receivedAt }));
}

function decoded(name: string): Extract<Decoded, { ok: true }> {
  const result = decodeVector(vectorPacket(name));
  if (!result.ok) throw new Error(`${name}: ${result.reason}`);
  return result;
}

const eventsOf = (name: string): readonly MeshEvent[] => decoded(name).events;

/** The Data message inside a vector, opened by our own code. */
function dataOf(vector: VectorPacket): Mesh.Data {
  const topic = parseTopic(vector.topic)!;
  const envelope = decodeEnvelope(bytesOfHex(vector.envelope_hex), topic);
  if (!envelope.ok) throw new Error(envelope.detail);
  const { packet, channelId } = envelope;
  if (packet.payloadVariant.case === 'decoded') return packet.payloadVariant.value;
  if (packet.payloadVariant.case === undefined) throw new Error('empty');
  const encrypted = packet.payloadVariant.value;
  const opened = decryptPacket(
    { from: packet.from, id: packet.id, encrypted },
    vectorKeyring().candidates(channelId, packet.channel),
    () => false,
  );
  if (opened.status === 'undecryptable') throw new Error('undecryptable');
  return opened.data;
}

const schemas: readonly DescMessage[] = [
  Mesh.UserSchema,
  Mesh.PositionSchema,
  Mesh.RoutingSchema,
  Mesh.RouteDiscoverySchema,
  Mesh.NeighborInfoSchema,
  Mesh.WaypointSchema,
  Mesh.StatusMessageSchema,
  Mqtt.MapReportSchema,
  Telemetry.TelemetrySchema,
  PaxCount.PaxcountSchema,
  StoreForward.StoreAndForwardSchema,
];

function jsonOf(type: string, payload: Uint8Array): JsonValue {
  const schema = schemas.find((s) => s.typeName === type);
  if (!schema) throw new Error(`no schema ${type}`);
  return toJson(schema, readMessage(schema, payload));
}

const readable = vectors.packets.filter((v) => v.expected.payload_hex !== undefined);

describe('every vector packet', () => {
  it.each(vectors.packets)('$name ends as expected', (vector) => {
    const result = decodeVector(vector);
    const { expected, header } = vector;
    if (expected.status === 'rejected') {
      expect(result).toMatchObject({ ok: false, reason: expected.reason === 'from_zero' ? 'bad_sender' : 'oversize' });
      return;
    }
    if (!result.ok) throw new Error(`rejected: ${result.detail}`);
    const { packet, reception } = result;
    expect(packet.decodeStatus).toBe(expected.status);
    expect([packet.from, packet.to, packet.id]).toEqual([header.from_num, header.to_num, header.id]);
    expect(packet.channel).toBe(vector.channel_id);
    expect(packet.wantAck).toBe(header.want_ack);
    expect(formatNodeId(reception.gateway)).toBe(vector.gateway_id);
    expect(reception.topic).toBe(vector.topic);
    const own = formatNodeId(packet.from) === vector.gateway_id;
    expect(reception.own).toBe(own);
    if (expected.own_packet_of_gateway !== undefined) expect(own).toBe(expected.own_packet_of_gateway);
    expect(reception.rssi).toBe(header.rx_rssi === 0 ? null : header.rx_rssi);
    expect(reception.snr).toBe(header.rx_snr === 0 && header.rx_rssi === 0 ? null : header.rx_snr);
    expect(reception.relayNode).toBe(
      own || header.relay_node === 0 || header.hop_start === 0 ? null : header.relay_node,
    );
    if (vector.crypto?.channel_hash !== undefined) expect(packet.channelHash).toBe(vector.crypto.channel_hash);
    if (expected.hops_away !== undefined) expect(reception.hopsAway).toBe(expected.hops_away);
    if (expected.encrypted_bytes !== undefined) expect(packet.size).toBe(expected.encrypted_bytes);
    const isStalePki = vector.name === 'pki_direct_message';
    expect(reception.rxTime).toBe(header.rx_time === 0 || isStalePki ? null : header.rx_time * 1000);
    expect(packet.portnum).toBe(expected.portnum ?? null);
    if (typeof expected.portnum_name === 'string') expect(packet.portName).toBe(expected.portnum_name);
    if (expected.want_response !== undefined) expect(packet.wantResponse).toBe(expected.want_response);
    if (expected.request_id !== undefined) expect(packet.requestId).toBe(expected.request_id || null);
    if (expected.reply_id !== undefined) expect(packet.replyId).toBe(expected.reply_id || null);
    if (expected.bitfield !== undefined) {
      expect(packet.okToMqtt).toBe(expected.bitfield === null ? null : (expected.bitfield & 1) === 1);
    }
  });

  it.each(readable)('$name holds the expected Data', (vector) => {
    const data = dataOf(vector);
    const { expected } = vector;
    expect(hex(data.payload)).toBe(expected.payload_hex);
    expect(data.portnum).toBe(expected.portnum);
    expect(data.emoji).toBe(expected.emoji);
    expect(data.bitfield ?? null).toBe(expected.bitfield);
    if (expected.payload?.kind === 'protobuf') {
      expect(jsonOf(expected.payload.type!, data.payload)).toEqual(expected.payload.json);
    } else if (expected.payload?.kind === 'text') {
      expect(decodeUtf8(data.payload)).toBe(expected.payload.text);
    } else if (expected.payload?.kind === 'bytes') {
      expect(hex(data.payload)).toBe(expected.payload.hex);
    }
  });

  it.each(readable)('$name ends as events or keeps its bytes', (vector) => {
    const { packet, events } = decoded(vector.name);
    const { expected } = vector;
    if (redactedPorts.has(packet.portnum!)) {
      expect([packet.payloadStatus, packet.payload, events]).toEqual(['redacted', null, []]);
    } else if (expected.payload?.kind === 'bytes') {
      expect(packet.payloadStatus).toBe('not_decoded');
      expect(hex(packet.payload!)).toBe(expected.payload.hex);
    } else {
      expect(packet.payloadStatus).toBe('decoded');
      expect(packet.payload).toBeNull();
    }
    if (expected.payload?.kind === 'text') {
      expect(events).toMatchObject([
        { type: 'text', text: cleanText(expected.payload.text!), emoji: expected.emoji !== 0 },
      ]);
    }
  });

  it.each(vectors.packets.filter((v) => v.crypto?.data_plain_hex !== undefined))(
    '$name is encrypted with the key, hash and nonce we compute',
    ({ crypto, header }) => {
      const key = expandPsk(bytesOfBase64(crypto!.psk_base64!));
      expect(hex(key)).toBe(crypto!.key_hex);
      expect(channelHash(crypto!.channel_name!, key)).toBe(crypto!.channel_hash);
      expect(hex(nonceOf(header.id, header.from_num))).toBe(crypto!.nonce_hex);
      const packet = { from: header.from_num, id: header.id, encrypted: bytesOfHex(crypto!.encrypted_hex) };
      expect(hex(applyKey(key, packet))).toBe(crypto!.data_plain_hex);
    },
  );
});

describe('what single vectors are there for', () => {
  it('makes one packet of three gateways’ copies', () => {
    const copies = [
      'text_broadcast_default',
      'text_broadcast_second_gateway',
      'text_broadcast_third_gateway_plaintext',
    ].map(decoded);
    expect(new Set(copies.map(({ packet }) => `${packet.from} ${packet.id} ${packet.portnum ?? ''}`)).size).toBe(1);
    expect(new Set(copies.map(({ reception }) => reception.gateway)).size).toBe(3);
    expect(copies.map(({ reception }) => reception.hopsAway)).toEqual([1, 0, 2]);
    expect(copies.map(({ packet }) => packet.channelHash)).toEqual([8, 8, null]);
    // Exactly 0 dB beside a measured RSSI is a reading.
    expect(copies[2]!.reception).toMatchObject({ snr: 0, rssi: -101, rxTime: null });
  });

  it('keeps a name cut inside an emoji', () => {
    const { lenient } = vectorPacket('nodeinfo_invalid_utf8_name').expected;
    const [event] = eventsOf('nodeinfo_invalid_utf8_name');
    expect(event).toMatchObject({
      type: 'node_info',
      longName: lenient!.long_name,
      shortName: '\ufffd',
      hwModel: 'HELTEC_V3',
    });
  });

  it('keeps a text with broken UTF-8', () => {
    expect(eventsOf('text_invalid_utf8')).toMatchObject([{ text: 'hi\ufffd' }]);
  });

  it('takes what nobody should see out of a text', () => {
    expect(eventsOf('text_control_bidi')).toMatchObject([{ text: 'ab[31mred\ngnp.exe' }]);
    expect(cleanTextBytes(dataOf(vectorPacket('text_control_bidi')).payload)).toBe('ab[31mred\ngnp.exe');
  });

  it('marks a reaction', () => {
    expect(eventsOf('text_tapback')).toMatchObject([{ text: '👍', emoji: true, replyId: 305441741 }]);
    expect(eventsOf('text_utf8_emoji_reply')).toMatchObject([{ emoji: false, replyId: 305441741 }]);
  });

  it('reads the full node info', () => {
    expect(eventsOf('nodeinfo_full')).toEqual([
      {
        type: 'node_info',
        longName: 'Hilltop Relay',
        shortName: 'HTR1',
        hwModel: 'HELTEC_V3',
        role: 'ROUTER',
        publicKey: '030a11181f262d343b424950575e656c737a81888f969da4abb2b9c0c7ced5dc',
        licensed: false,
        unmessagable: true,
        source: 'protobuf',
      },
    ]);
    expect(JSON.stringify(decoded('nodeinfo_full'))).not.toMatch(/f412a1b2c3d4|9BKhssPU/i);
  });

  it('leaves is_unmessagable unknown when nobody said', () => {
    expect(eventsOf('nodeinfo_minimal')).toMatchObject([
      { unmessagable: null, publicKey: null, shortName: '☕', role: 'CLIENT' },
    ]);
  });

  it('believes the packet, not the user id', () => {
    const { packet, events } = decoded('nodeinfo_id_mismatch');
    expect(packet.flags).toContain('sender_mismatch');
    expect(events).toMatchObject([{ longName: 'Impostor', hwModel: null }]);
  });

  it('truncates a giant name', () => {
    expect(eventsOf('nodeinfo_giant_name')).toMatchObject([{ longName: 'W'.repeat(64) }]);
  });

  it('reads positions in their units', () => {
    expect(eventsOf('position_custom_aes256_multiblock')).toEqual([
      {
        type: 'position',
        latitude: 52.5200066,
        longitude: 13.404954,
        altitude: 43,
        precisionBits: 32,
        groundSpeed: 36,
        groundTrack: 270.45,
        satsInView: 11,
        accuracy: null,
        pdop: 1.32,
        locationSource: 'LOC_INTERNAL',
        fixTime: 1_767_225_599_000,
        source: 'protobuf',
        samples: [
          { metric: 'position_pdop', value: 1.32 },
          { metric: 'position_sats_in_view', value: 11 },
        ],
      },
    ]);
    const { lat_deg, lon_deg } = vectorPacket('position_precision13').expected;
    expect(eventsOf('position_precision13')).toMatchObject([
      { latitude: lat_deg, longitude: lon_deg, precisionBits: 13 },
    ]);
    expect(eventsOf('position_southwest_negative')).toMatchObject([
      { latitude: -33.7654321, longitude: -70.5678901, altitude: -9, groundSpeed: 0, groundTrack: 0 },
    ]);
  });

  it.each(['position_absent_latlon', 'position_null_island', 'position_out_of_range', 'position_request_empty'])(
    'sees no position in %s',
    (name) => expect(eventsOf(name)).toEqual([]),
  );

  it('keeps the clock of a time-only position', () => {
    expect(decoded('position_absent_latlon').packet.deviceTime).toBe(1_767_225_600_000);
    expect(decoded('position_out_of_range').packet.deviceTime).toBeNull();
  });

  const samplesOf = (name: string): Record<string, number> =>
    Object.fromEntries(
      eventsOf(name)
        .flatMap((e) => (e.type === 'telemetry' || e.type === 'store_forward' ? e.samples : []))
        .map((s) => [s.metric, s.value]),
    );

  it('reads device telemetry', () => {
    expect(samplesOf('telemetry_device_battery')).toEqual({
      device_battery_level: 87,
      device_powered: 0,
      device_voltage: 4.0625,
      device_channel_utilization: 12.5,
      device_air_util_tx: 1.75,
      device_uptime_seconds: 123456,
    });
    expect(samplesOf('telemetry_device_powered')).toEqual({
      device_powered: 1,
      device_channel_utilization: 3.5,
      device_air_util_tx: 0.25,
      device_uptime_seconds: 60,
    });
    expect(samplesOf('telemetry_device_negative_voltage')).not.toHaveProperty('device_voltage');
    expect(eventsOf('telemetry_device_empty')).toEqual([]);
  });

  it('keeps measured zeros and drops what is no number', () => {
    expect(samplesOf('telemetry_environment_zero_temp')).toEqual({
      environment_temperature: 0,
      environment_barometric_pressure: 1013.25,
      environment_wind_direction: 0,
      environment_wind_speed: 3.5,
    });
    expect(samplesOf('telemetry_environment_nan')).toEqual({ environment_relative_humidity: 55 });
  });

  it('reads power, air quality, local stats and host metrics', () => {
    expect(samplesOf('telemetry_power')).toEqual({
      power_ch1_voltage: 12.75,
      power_ch1_current: -350.5,
      power_ch2_voltage: 0,
      power_ch3_current: 15,
    });
    expect(samplesOf('telemetry_air_quality')).toMatchObject({ air_quality_pm25_standard: 9, air_quality_co2: 612 });
    expect(samplesOf('telemetry_local_stats')).toMatchObject({
      local_stats_num_packets_rx: 5400,
      local_stats_noise_floor: -112,
      local_stats_num_tx_dropped: 0,
    });
    expect(samplesOf('telemetry_host_bigint')).toEqual({
      host_uptime_seconds: 3600,
      host_freemem_bytes: 8589934592,
      host_diskfree1_bytes: 1099511627776,
      host_load1: 0.25,
      host_load5: 0.5,
      host_load15: 0.75,
    });
  });

  it('reads a telemetry variant the installed protobufs do not know', () => {
    expect(samplesOf('telemetry_future_variant')).toMatchObject({
      traffic_management_packets_inspected: 5,
      // A counter that is not on the wire has counted nothing.
      traffic_management_rate_limit_drops: 0,
    });
  });

  it('reads the paxcounter and store and forward', () => {
    expect(samplesOf('paxcounter')).toEqual({
      paxcounter_wifi: 31,
      paxcounter_ble: 17,
      paxcounter_uptime_seconds: 7200,
    });
    expect(eventsOf('store_forward_heartbeat')).toMatchObject([{ kind: 'ROUTER_HEARTBEAT', replay: false }]);
    expect(samplesOf('store_forward_heartbeat')).toEqual({ store_forward_heartbeat_period: 900 });
  });

  it('shows a replay as a replay, with the identity of the original', () => {
    const { packet, events } = decoded('store_forward_text_replay');
    const original = decoded('text_broadcast_default').packet;
    expect([packet.from, packet.id]).toEqual([original.from, original.id]);
    expect(packet.portnum).not.toBe(original.portnum);
    expect(events).toMatchObject([
      { type: 'store_forward', kind: 'ROUTER_TEXT_BROADCAST', replay: true },
      { type: 'text', kind: 'text', text: 'Hello mesh' },
    ]);
  });

  it('reads neighbors, acks, waypoints, sensors and statuses', () => {
    expect(eventsOf('neighborinfo_no_lora_broadcast')).toEqual([
      {
        type: 'neighbor_info',
        neighbors: [
          { node: 2712847316, snr: 6.25 },
          { node: 2086360364, snr: -11.75 },
        ],
      },
    ]);
    expect(eventsOf('routing_ack')).toEqual([{ type: 'routing', ack: true, error: 'NONE', requestId: 305441741 }]);
    expect(eventsOf('routing_nak_no_channel')).toEqual([
      { type: 'routing', ack: false, error: 'NO_CHANNEL', requestId: 305441741 },
    ]);
    expect(eventsOf('waypoint')).toEqual([
      {
        type: 'waypoint',
        waypointId: 305419896,
        name: 'Treffpunkt',
        description: 'am Brunnen',
        icon: '📍',
        latitude: 52.5200066,
        longitude: 13.404954,
        expireAt: 1_767_312_000_000,
        deleted: false,
        lockedTo: 2712847316,
      },
    ]);
    expect(eventsOf('detection_sensor')).toMatchObject([{ kind: 'detection', text: 'Gate detected' }]);
    expect(eventsOf('node_status')).toMatchObject([{ kind: 'status', text: 'solar, unattended' }]);
  });

  it('walks the traceroute in the right direction', () => {
    const { edges } = vectorPacket('traceroute_reply').expected;
    const [event] = eventsOf('traceroute_reply');
    const known = edges!.filter((e) => e.from !== null && e.to !== null);
    expect(event).toMatchObject({
      type: 'traceroute',
      kind: 'reply',
      origin: parseNodeId('!a1b2c3d4'),
      target: parseNodeId('!9e75ee10'),
      requestId: 1793,
      route: [parseNodeId('!7c5b552c'), 0xffffffff],
      snrTowards: [6.5, null, -13.25],
      routeBack: [parseNodeId('!7c5b552c')],
      snrBack: [-10],
      complete: true,
      hops: known.map((e) => ({ from: parseNodeId(e.from!), to: parseNodeId(e.to!), snr: e.snr_db })),
    });
    expect(eventsOf('traceroute_request_start')).toMatchObject([
      { kind: 'request', hops: [], complete: false, route: [] },
    ]);
  });

  it('makes an identity and a position of a map report', () => {
    const { packet, reception, events } = decoded('map_report');
    expect(packet).toMatchObject({ id: 0, okToMqtt: null, channel: 'LongFast' });
    expect(reception).toMatchObject({
      kind: 'map',
      own: true,
      snr: null,
      rssi: null,
      hopsAway: null,
      transport: 'TRANSPORT_INTERNAL',
    });
    expect(events).toMatchObject([
      {
        type: 'map_report',
        longName: 'Gateway Nord',
        firmwareVersion: '2.7.15.567b8ea',
        region: 'EU_868',
        modemPreset: 'LONG_FAST',
        role: 'CLIENT',
        onlineLocalNodes: 23,
        locationOptIn: true,
      },
      {
        type: 'position',
        latitude: 52.5205504,
        longitude: 13.4086656,
        altitude: 43,
        precisionBits: 14,
        source: 'map_report',
      },
    ]);
  });

  it('names a port the package does not know, and flags odd hops', () => {
    expect(decoded('future_port_78').packet.portName).toBe('ATAK_PLUGIN_V2');
    expect(portName(300)).toBe('PORT_300');
    expect(decoded('hops_invalid_limit_above_start').packet.flags).toContain('hop_limit_above_start');
    expect(decoded('hops_unknown_prehop').reception).toMatchObject({ hopStart: null, hopLimit: 3 });
    expect(decoded('hops_zero_hop_modern').reception).toMatchObject({ hopStart: 0, hopLimit: 0 });
  });
});

describe('the other vectors', () => {
  it.each(vectors.malformed)('rejects $name', ({ name, hex: payload }) => {
    const result = decoder.decode(
      rawMessage({ topic: 'msh/EU_868/2/e/LongFast/!0badcafe', payload: bytesOfHex(payload) }, { receivedAt }),
    );
    if (name === 'channel_id_invalid_utf8') {
      // One broken string does not cost the packet: the name is repaired, the default key fits the topic no more.
      expect(result).toMatchObject({ ok: true, packet: { channel: '\ufffdONGFAST', flags: ['channel_mismatch'] } });
      return;
    }
    const reasons: Record<string, string> = { empty: 'empty_payload', no_packet: 'no_packet' };
    expect(result).toMatchObject({ ok: false, reason: reasons[name] ?? 'malformed' });
  });

  it.each(vectors.channel_hashes)('hashes $name', ({ name, hash_default_key, hash_no_key }) => {
    expect(channelHash(name, expandPsk(Uint8Array.of(1)))).toBe(hash_default_key);
    expect(channelHash(name, new Uint8Array(0))).toBe(hash_no_key);
  });

  it.each(vectors.channel_hash_extra)(
    'hashes $name with another key to $hash',
    ({ name, key_hex, psk_base64, hash }) => {
      const key = key_hex === undefined ? expandPsk(bytesOfBase64(psk_base64!)) : bytesOfHex(key_hex);
      expect(channelHash(name, key)).toBe(hash);
    },
  );

  it.each(vectors.psk_expansion)('expands $psk_base64', ({ psk_base64, key_hex, key_bits, key_xor }) => {
    const key = expandPsk(bytesOfBase64(psk_base64));
    expect(hex(key)).toBe(key_hex);
    expect(key.length * 8).toBe(key_bits);
    expect(channelHash('', key)).toBe(key_xor);
  });

  it.each(vectors.nonces)('starts the counter for $from/$id at $nonce_hex', ({ id, from, nonce_hex }) => {
    expect(hex(nonceOf(id, from))).toBe(nonce_hex);
  });

  it.each(vectors.node_ids)('writes $num as $id', ({ num, id }) => {
    expect(formatNodeId(num as NodeNum)).toBe(id);
    expect(parseNodeId(id)).toBe(num);
  });

  it.each(vectors.topics)('parses the topic "$topic"', ({ topic, expected }) => {
    const { note: _note, ...parts } = expected ?? {};
    expect(parseTopic(topic)).toEqual(expected === null ? null : parts);
  });

  it.each(vectors.position_precision)('reads a position of $bits bits as the center of its cell', (row) => {
    const { lat_i, lon_i } = vectors.position_precision_example;
    const envelope = positionEnvelope({
      latitudeI: row.example_lat_i,
      longitudeI: row.example_lon_i,
      precisionBits: row.bits,
    });
    const result = decoder.decode(rawMessage(envelope, { receivedAt }));
    const event = result.ok ? result.events[0] : undefined;
    if (row.bits <= 3) {
      // The center of a cell this big is out of range, or exactly what a coarsened 0/0 looks like.
      expect(event).toBeUndefined();
      return;
    }
    expect(event).toMatchObject({
      latitude: row.example_lat_i / 1e7,
      longitude: row.example_lon_i / 1e7,
      precisionBits: row.bits,
    });
    if (event?.type !== 'position') throw new Error('no position');
    expect(Math.abs(event.latitude - lat_i / 1e7)).toBeLessThanOrEqual(row.max_error_deg + 1e-9);
    expect(Math.abs(event.longitude - lon_i / 1e7)).toBeLessThanOrEqual(row.max_error_deg + 1e-9);
  });
});

/** Fields that nobody here knows, and messages that only look like known ones: the bytes are kept, and it shows. */
import { MAX_KEPT_BYTES } from '../../../src/decode/kept-bytes.js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Mesh, Mqtt, PaxCount, Telemetry } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import type { Decoded } from '../../../src/model.js';
import { dataEnvelope, ORIGIN, packetEnvelope, rawMessage } from '../../helpers/envelopes.js';

const { Varint, Bit32, LengthDelimited } = WireType;
const decoder = createDecoder({ keyring: createKeyring([]) });

function decode(port: number, payload: Uint8Array): Extract<Decoded, { ok: true }> {
  const result = decoder.decode(rawMessage(dataEnvelope(port, payload, { key: 'plaintext' })));
  if (!result.ok) throw new Error(result.detail);
  return result;
}

const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const varint = (no: number, value: number) => new BinaryWriter().tag(no, Varint).uint32(value).finish();
const float = (no: number, value: number) => new BinaryWriter().tag(no, Bit32).float(value).finish();
const nested = (no: number, ...parts: Uint8Array[]) =>
  new BinaryWriter()
    .tag(no, LengthDelimited)
    .bytes(concat(...parts))
    .finish();
/** A field number that no message of Meshtastic has. */
const unknownField = varint(119, 7);

const user = { id: '!a1b2c3d4', longName: 'Hill', shortName: 'HILL' };
const messages: readonly (readonly [name: string, port: number, known: Uint8Array])[] = [
  ['Position', 3, toBinary(Mesh.PositionSchema, create(Mesh.PositionSchema, { latitudeI: 5e8, longitudeI: 1e8 }))],
  ['User', 4, toBinary(Mesh.UserSchema, create(Mesh.UserSchema, user))],
  ['Routing', 5, varint(3, 0)],
  ['Waypoint', 8, toBinary(Mesh.WaypointSchema, create(Mesh.WaypointSchema, { id: 5, name: 'Hut' }))],
  ['Paxcount', 34, toBinary(PaxCount.PaxcountSchema, create(PaxCount.PaxcountSchema, { wifi: 3 }))],
  ['Telemetry', 67, nested(3, float(1, 21.5))],
  ['RouteDiscovery', 70, toBinary(Mesh.RouteDiscoverySchema, create(Mesh.RouteDiscoverySchema, { route: [9] }))],
  [
    'NeighborInfo',
    71,
    toBinary(
      Mesh.NeighborInfoSchema,
      create(Mesh.NeighborInfoSchema, { nodeId: ORIGIN, neighbors: [{ nodeId: 9, snr: 4 }] }),
    ),
  ],
  [
    'MapReport',
    73,
    toBinary(Mqtt.MapReportSchema, create(Mqtt.MapReportSchema, { longName: 'Hill', hasOptedReportLocation: true })),
  ],
];

describe('a payload with an unknown field', () => {
  it.each(messages)('of %s is decoded, and its bytes are kept', (_name, port, known) => {
    const payload = concat(known, unknownField);
    const { packet, events } = decode(port, payload);
    expect(packet).toMatchObject({
      payloadStatus: 'decoded',
      flags: expect.arrayContaining(['unknown_fields']),
      payload,
    });
    expect(events).toEqual(decode(port, known).events);
  });

  it.each(messages)('of %s is nothing new: without it no bytes are kept', (_name, port, known) => {
    const { packet } = decode(port, known);
    expect([packet.payload, packet.flags.includes('unknown_fields')]).toEqual([null, false]);
  });

  it.each([
    ['environment telemetry', 67, concat(nested(3, float(1, 21.5), float(90, 42)))],
    ['a neighbor', 71, concat(varint(1, ORIGIN), nested(4, varint(1, 9), unknownField))],
  ])('inside %s keeps the bytes too', (_name, port, payload) => {
    const { packet, events } = decode(port, payload);
    expect(events).toHaveLength(1);
    expect(packet).toMatchObject({ payloadStatus: 'decoded', payload });
  });

  it('in the Data message around the payload keeps that message', () => {
    const known = toBinary(Mesh.PositionSchema, create(Mesh.PositionSchema, { latitudeI: 5e8, longitudeI: 1e8 }));
    const data = { portnum: 3, payload: known, $unknown: [{ no: 15, wireType: Varint, data: Uint8Array.of(1) }] };
    const decoded = create(Mesh.DataSchema, data);
    decoded.$unknown = data.$unknown;
    const packet = {
      from: ORIGIN,
      to: 0xffffffff,
      id: 5,
      payloadVariant: { case: 'decoded' as const, value: decoded },
    };
    const result = decoder.decode(rawMessage(packetEnvelope(packet)));
    expect(result).toMatchObject({
      packet: { payloadStatus: 'decoded', flags: ['unknown_data_fields'], payload: toBinary(Mesh.DataSchema, decoded) },
    });
  });

  describe('around the packet', () => {
    const position = toBinary(Mesh.PositionSchema, create(Mesh.PositionSchema, { latitudeI: 5e8, longitudeI: 1e8 }));
    const outer = varint(90, 4);
    const fieldOf = (no: number) => ({ no, wireType: Varint, data: Uint8Array.of(7) });

    interface Around {
      readonly port?: number;
      readonly payload?: Uint8Array;
      readonly fields?: readonly number[];
      readonly around?: Uint8Array;
      readonly key?: 'plaintext' | Uint8Array;
    }
    /** Decodes a packet with these unknown fields in MeshPacket, and these bytes behind it in the ServiceEnvelope. */
    function decodeWith({ port = 3, payload = position, fields = [], around = new Uint8Array(), key }: Around) {
      const known = dataEnvelope(port, payload, { key: key ?? 'plaintext' });
      const envelope = fromBinary(Mqtt.ServiceEnvelopeSchema, known.payload);
      if (envelope.packet) envelope.packet.$unknown = fields.map(fieldOf);
      const bytes = concat(toBinary(Mqtt.ServiceEnvelopeSchema, envelope), around);
      const result = decoder.decode(rawMessage({ ...known, payload: bytes }));
      if (!result.ok) throw new Error(result.detail);
      return result;
    }

    it('in MeshPacket keeps them', () => {
      expect(decodeWith({ fields: [119] })).toMatchObject({
        packet: { payloadStatus: 'decoded', flags: ['unknown_packet_fields'], payload: unknownField },
        events: [{ type: 'position' }],
      });
    });

    it('in ServiceEnvelope keeps them, with those of MeshPacket', () => {
      const { packet } = decodeWith({ fields: [119], around: outer });
      expect(packet).toMatchObject({
        flags: ['unknown_packet_fields'],
        payload: concat(nested(1, unknownField), outer),
      });
      expect(decodeWith({ around: outer }).packet.payload).toEqual(concat(nested(1), outer));
    });

    it('keeps the payload too when that is kept', () => {
      const { packet } = decodeWith({ fields: [119], payload: concat(position, unknownField) });
      const kept = fromBinary(Mesh.MeshPacketSchema, packet.payload ?? new Uint8Array());
      expect(packet.flags).toEqual(['unknown_fields', 'unknown_packet_fields']);
      expect(kept.payloadVariant).toMatchObject({ value: { portnum: 3, payload: concat(position, unknownField) } });
    });

    it('keeps them of a packet that cannot be read, and no text', () => {
      const hidden = decodeWith({ fields: [119], key: new Uint8Array(16).fill(9) });
      expect(hidden.packet).toMatchObject({ decodeStatus: 'undecryptable', payload: unknownField });
      expect(decodeWith({ fields: [119], port: 1, payload: Buffer.from('secret') }).packet.payload).toEqual(
        unknownField,
      );
    });

    it('leaves out what is too long to have come from firmware', () => {
      const long = nested(90, new Uint8Array(MAX_KEPT_BYTES));
      const { packet } = decodeWith({ around: long, payload: concat(position, unknownField) });
      expect(packet).toMatchObject({
        flags: ['unknown_fields', 'unknown_packet_fields'],
        payload: concat(position, unknownField),
      });
    });

    it('knows the opinion of a gateway about a signature', () => {
      expect(decodeWith({ fields: [22] }).packet).toMatchObject({ flags: [], payload: null });
    });
  });

  it('keeps neither the address of a radio nor a place without consent', () => {
    const mac = Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x00, 0x01);
    const withMac = toBinary(Mesh.UserSchema, create(Mesh.UserSchema, { ...user, macaddr: mac }));
    const { packet } = decode(4, concat(withMac, unknownField));
    expect(Buffer.from(packet.payload ?? []).toString('hex')).not.toContain('deadbeef');
    const place = { longName: 'Hill', latitudeI: 0x12345678, longitudeI: 0x12345678 };
    const report = toBinary(Mqtt.MapReportSchema, create(Mqtt.MapReportSchema, place));
    const kept = Buffer.from(decode(73, concat(report, unknownField)).packet.payload ?? []).toString('hex');
    expect(kept).toContain(Buffer.from('Hill').toString('hex'));
    expect(kept).not.toContain('78563412');
  });

  it('keeps neither health readings nor the text of a host', () => {
    const health = decode(67, concat(nested(7, varint(1, 80)), unknownField));
    expect(health.packet.payload).toEqual(unknownField);
    const host = nested(8, varint(1, 500), nested(9, Buffer.from('secret words')), unknownField);
    expect(Buffer.from(decode(67, host).packet.payload ?? []).toString()).not.toContain('secret');
  });
});

describe('a payload with a field of another type', () => {
  it.each([
    ['Position', 3, varint(1, 500)],
    ['User', 4, float(2, 1)],
    ['device telemetry', 67, nested(2, float(1, 50))],
    ['environment telemetry', 67, nested(3, varint(1, 50))],
    ['Paxcount', 34, float(1, 3)],
  ])('is no %s: its bytes are kept', (_name, port, payload) => {
    const { packet, events } = decode(port, payload);
    expect([packet.payloadStatus, packet.payload, events]).toEqual(['undecodable', payload, []]);
  });
});

describe('telemetry variant 9, which the installed protobufs do not know', () => {
  it.each([
    ['a field it does not have', nested(9, varint(1, 84396), float(10, 12.5))],
    ['a field of another type', nested(9, varint(1, 84396), nested(2, Buffer.from('abcdef')))],
    ['a counter that is 0 on the wire', nested(9, varint(1, 84396), varint(3, 0))],
  ])('is not decoded when it has %s', (_what, payload) => {
    const { packet, events } = decode(67, payload);
    expect([packet.payloadStatus, packet.payload, events]).toEqual(['not_decoded', payload, []]);
  });

  it('counts 0 where nothing was counted', () => {
    const { events } = decode(67, nested(9, varint(1, 5), varint(4, 2)));
    expect(events).toMatchObject([{ variant: 'traffic_management' }]);
    const samples = events.flatMap((event) => (event.type === 'telemetry' ? event.samples : []));
    expect(samples.map(({ value }) => value)).toEqual([5, 0, 0, 2, 0, 0, 0]);
  });
});

describe('fields newer than the installed protobufs', () => {
  it('reads the list of 1-Wire temperatures, packed or not', () => {
    const packed = nested(
      23,
      Buffer.concat([21.5, 22, -3].map((value) => Buffer.from(new Float32Array([value]).buffer))),
    );
    for (const list of [packed, concat(float(23, 21.5), float(23, 22), float(23, -3))]) {
      expect(decode(67, nested(3, list))).toMatchObject({
        packet: { payload: null },
        events: [
          {
            samples: [
              { metric: 'environment_one_wire_temperature_ch0', value: 21.5 },
              { metric: 'environment_one_wire_temperature_ch1', value: 22 },
              { metric: 'environment_one_wire_temperature_ch2', value: -3 },
            ],
          },
        ],
      });
    }
  });

  it('reads the text of a host', () => {
    const hostMetrics = { uptimeSeconds: 5, userString: 'fan 1200 rpm' };
    const message = create(Telemetry.TelemetrySchema, { variant: { case: 'hostMetrics', value: hostMetrics } });
    expect(decode(67, toBinary(Telemetry.TelemetrySchema, message)).events).toMatchObject([
      { type: 'telemetry', variant: 'host' },
      { type: 'text', kind: 'host', text: 'fan 1200 rpm' },
    ]);
  });

  const edge = (no: number, degrees: number) =>
    new BinaryWriter()
      .tag(no, Bit32)
      .sfixed32(degrees * 1e7)
      .finish();
  const waypoint = toBinary(Mesh.WaypointSchema, create(Mesh.WaypointSchema, { id: 5, name: 'Hut' }));

  it('reads the geofence of a waypoint', () => {
    const bounds = nested(10, edge(1, 9), edge(2, -1), edge(3, 11), edge(4, 50));
    const { packet, events } = decode(8, concat(waypoint, varint(9, 250), bounds, varint(11, 1), varint(13, 1)));
    expect(packet).toMatchObject({ flags: [], payload: null });
    expect(events).toMatchObject([
      {
        geofence: {
          radius: 250,
          bounds: { west: 9, south: -1, east: 11, north: 50 },
          notifyOnEnter: true,
          notifyOnExit: false,
          notifyFavoritesOnly: true,
        },
      },
    ]);
  });

  it('has no geofence without a possible area', () => {
    const upsideDown = nested(10, edge(2, 50), edge(4, -1));
    for (const fields of [varint(9, 0), varint(9, 0xffffffff), varint(11, 1), upsideDown]) {
      expect(decode(8, concat(waypoint, fields)).events[0]).not.toHaveProperty('geofence');
    }
  });
});

describe('the altitude of a position', () => {
  const altitudeOf = (fields: object) => {
    const message = create(Mesh.PositionSchema, { latitudeI: 5e8, longitudeI: 1e8, ...fields });
    const [event] = decode(3, toBinary(Mesh.PositionSchema, message)).events;
    return event?.type === 'position' ? event.altitude : undefined;
  };

  it.each([
    ['above the sea when stated', { altitude: 120, altitudeHae: 312 }, 120],
    ['0 at the sea', { altitude: 0, altitudeHae: 47 }, 0],
    ['above the ellipsoid when that is all', { altitudeHae: 312 }, 312],
    ['above the ellipsoid less the geoidal separation', { altitudeHae: 312, altitudeGeoidalSeparation: 47 }, 265],
    ['unknown when not stated', {}, null],
    ['the limit when a little outside', { altitude: -520 }, -500],
    ['unknown when it cannot be', { altitude: 1e9 }, null],
  ])('is %s', (_what, fields, altitude) => expect(altitudeOf(fields)).toBe(altitude));
});

import { fromBinary } from '@bufbuild/protobuf';
import { Mesh, PaxCount, Portnums, Telemetry } from '@meshtastic/protobufs';
import { type Copy, dataOf } from './envelope.js';
import type { SimNode } from './node.js';

/** The JSON of firmware up to 2.7 on `…/2/json/`, which is not the JSON form of the protobuf (protocol 8). */

type Payload = Readonly<Record<string, unknown>>;
interface Body {
  readonly type: string;
  readonly payload?: unknown;
}
/** Long name of a node as the gateway knows it. */
export type NameOf = (num: number) => string;

const PortNum = Portnums.PortNum;
const decoder = new TextDecoder();
/** The firmware prints 32-bit floats as doubles. */
const float = Math.fround;

/** Keeps what is present; floats as the firmware prints them. */
function present(fields: Readonly<Record<string, number | undefined>>): Payload {
  return Object.fromEntries(Object.entries(fields).flatMap(([k, v]) => (v === undefined ? [] : [[k, float(v)]])));
}

const nonZero = (fields: Readonly<Record<string, number | undefined>>): Payload =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== 0));

function text(bytes: Uint8Array): unknown {
  const value = decoder.decode(bytes);
  try {
    return JSON.parse(value) as unknown; // a text that is JSON is embedded as JSON
  } catch {
    return { text: value };
  }
}

function environment(metrics: Telemetry.EnvironmentMetrics): Payload {
  return present({
    temperature: metrics.temperature,
    relative_humidity: metrics.relativeHumidity,
    barometric_pressure: metrics.barometricPressure,
    gas_resistance: metrics.gasResistance,
    iaq: metrics.iaq,
    distance: metrics.distance,
    lux: metrics.lux,
    uv_lux: metrics.uvLux,
    wind_direction: metrics.windDirection,
    wind_speed: metrics.windSpeed,
    wind_gust: metrics.windGust,
    wind_lull: metrics.windLull,
    rainfall_1h: metrics.rainfall1h,
    rainfall_24h: metrics.rainfall24h,
    soil_moisture: metrics.soilMoisture,
    soil_temperature: metrics.soilTemperature,
  });
}

/** Variants the firmware has no JSON for end as an empty object. */
function telemetry(bytes: Uint8Array): Payload {
  const { variant } = fromBinary(Telemetry.TelemetrySchema, bytes);
  switch (variant.case) {
    case 'deviceMetrics': {
      const { batteryLevel, voltage = 0, channelUtilization = 0, airUtilTx = 0, uptimeSeconds = 0 } = variant.value;
      return {
        ...(batteryLevel === undefined ? {} : { battery_level: batteryLevel }),
        voltage: float(voltage),
        channel_utilization: float(channelUtilization),
        air_util_tx: float(airUtilTx),
        uptime_seconds: uptimeSeconds,
      };
    }
    case 'environmentMetrics':
      return environment(variant.value);
    case 'airQualityMetrics':
      return present({
        pm10: variant.value.pm10Standard,
        pm25: variant.value.pm25Standard,
        pm100: variant.value.pm100Standard,
        co2: variant.value.co2,
        co2_temperature: variant.value.co2Temperature,
        co2_humidity: variant.value.co2Humidity,
      });
    case 'powerMetrics':
      return present({
        voltage_ch1: variant.value.ch1Voltage,
        current_ch1: variant.value.ch1Current,
        voltage_ch2: variant.value.ch2Voltage,
        current_ch2: variant.value.ch2Current,
        voltage_ch3: variant.value.ch3Voltage,
        current_ch3: variant.value.ch3Current,
      });
    default:
      return {};
  }
}

function position(bytes: Uint8Array): Payload {
  const value = fromBinary(Mesh.PositionSchema, bytes);
  return {
    latitude_i: value.latitudeI ?? 0,
    longitude_i: value.longitudeI ?? 0,
    ...nonZero({
      time: value.time,
      timestamp: value.timestamp,
      altitude: value.altitude,
      ground_speed: value.groundSpeed,
      ground_track: value.groundTrack,
      sats_in_view: value.satsInView,
      PDOP: value.PDOP,
      HDOP: value.HDOP,
      VDOP: value.VDOP,
      precision_bits: value.precisionBits,
    }),
  };
}

function user(bytes: Uint8Array, from: SimNode): Payload {
  const { longName, shortName, hwModel, role } = fromBinary(Mesh.UserSchema, bytes);
  return { id: from.id, longname: longName, shortname: shortName, hardware: hwModel, role };
}

function neighbors(bytes: Uint8Array): Payload {
  const info = fromBinary(Mesh.NeighborInfoSchema, bytes);
  return {
    node_id: info.nodeId,
    node_broadcast_interval_secs: info.nodeBroadcastIntervalSecs,
    last_sent_by_id: info.lastSentById,
    neighbors_count: info.neighbors.length,
    neighbors: info.neighbors.map(({ nodeId, snr }) => ({ node_id: nodeId, snr: Math.trunc(snr) })),
  };
}

function traceroute(bytes: Uint8Array, copy: Copy, nameOf: NameOf): Payload {
  const found = fromBinary(Mesh.RouteDiscoverySchema, bytes);
  const [origin, target] = [nameOf(copy.packet.to), nameOf(copy.packet.message.from.num)];
  return {
    route: [origin, ...found.route.map(nameOf), target],
    route_back: [target, ...found.routeBack.map(nameOf), origin],
    snr_towards: found.snrTowards.map((quarters) => quarters / 4),
    snr_back: found.snrBack.map((quarters) => quarters / 4),
  };
}

function waypoint(bytes: Uint8Array): Payload {
  const { id, name, description, expire, lockedTo, latitudeI, longitudeI } = fromBinary(Mesh.WaypointSchema, bytes);
  return {
    id,
    name,
    description,
    expire,
    locked_to: lockedTo,
    latitude_i: latitudeI ?? 0,
    longitude_i: longitudeI ?? 0,
  };
}

function paxcounter(bytes: Uint8Array): Payload {
  const { wifi, ble, uptime } = fromBinary(PaxCount.PaxcountSchema, bytes);
  return { wifi_count: wifi, ble_count: ble, uptime };
}

function bodyOf(copy: Copy, nameOf: NameOf): Body {
  const { payload, portnum, requestId } = fromBinary(Mesh.DataSchema, dataOf(copy));
  switch (portnum) {
    case PortNum.TEXT_MESSAGE_APP:
      return { type: 'text', payload: text(payload) };
    case PortNum.TELEMETRY_APP:
      return { type: 'telemetry', payload: telemetry(payload) };
    case PortNum.NODEINFO_APP:
      return { type: 'nodeinfo', payload: user(payload, copy.packet.message.from) };
    case PortNum.POSITION_APP:
      return { type: 'position', payload: position(payload) };
    case PortNum.WAYPOINT_APP:
      return { type: 'waypoint', payload: waypoint(payload) };
    case PortNum.NEIGHBORINFO_APP:
      return { type: 'neighborinfo', payload: neighbors(payload) };
    case PortNum.TRACEROUTE_APP:
      return requestId === 0 ? { type: '' } : { type: 'traceroute', payload: traceroute(payload, copy, nameOf) };
    case PortNum.DETECTION_SENSOR_APP:
      return { type: 'detection', payload: { text: decoder.decode(payload) } };
    case PortNum.PAXCOUNTER_APP:
      return { type: 'paxcounter', payload: paxcounter(payload) };
    default:
      return { type: '' };
  }
}

/** One message of the JSON topic. Ports without a JSON form are published too, with an empty type. */
export function encodeFirmwareJson(copy: Copy, nameOf: NameOf): Uint8Array {
  const { packet, gateway, reception } = copy;
  const hopLimit = reception?.hopLimit ?? packet.hopStart;
  const message = {
    id: packet.id,
    from: packet.message.from.num,
    to: packet.to,
    channel: copy.channelIndex,
    sender: gateway.id,
    timestamp: copy.rxTimeSeconds,
    ...nonZero({ rssi: reception?.rssi, snr: reception?.snr }),
    hops_away: packet.hopStart - hopLimit,
    hop_start: packet.hopStart,
    ...bodyOf(copy, nameOf),
  };
  return new TextEncoder().encode(JSON.stringify(message));
}

import { isolated } from '@mesh-observatory/contract/isolated';
import {
  isUnicast,
  formatNodeId,
  type MeshEvent,
  type MeshPacket,
  type MetricDefinition,
  type MetricSample,
  type PositionEvent,
} from '../../../model.js';
import { errorMeters } from '../geo.js';
import { createProblemWording } from './reading-problems.js';
import { formatDistance, formatDuration } from './wording.js';

/** Describes the content of a packet in one line; null when there is nothing to show, or nothing that may be shown. */
export type Summarizer = (
  packet: Pick<MeshPacket, 'to' | 'flags' | 'readingProblems'>,
  events: readonly MeshEvent[],
) => string | null;

const MAX_TEXT = 120;
const MAX_SAMPLES = 4;

/** Symbols of Grafana's units. */
const SYMBOLS: Readonly<Record<string, string>> = {
  percent: ' %',
  humidity: ' %',
  volt: ' V',
  celsius: ' °C',
  pressurehpa: ' hPa',
  mamp: ' mA',
  kohm: ' kΩ',
  lux: ' lx',
  lengthm: ' m',
  lengthmm: ' mm',
  lengthkm: ' km',
  masskg: ' kg',
  velocityms: ' m/s',
  degree: '°',
  conμgm3: ' µg/m³',
  ppm: ' ppm',
  conppb: ' ppb',
  dBm: ' dBm',
  m: ' min',
  bytes: ' B',
};

/** Short names of the most common metrics. */
const SHORT: Readonly<Record<string, string>> = {
  device_battery_level: 'battery',
  device_voltage: '',
  device_channel_utilization: 'channel',
  device_air_util_tx: 'airtime',
  device_uptime_seconds: 'up',
};

const round = (value: number) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));
const shorten = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

function describePosition({ latitude, longitude, precisionBits, altitude }: PositionEvent): string {
  const error = errorMeters(precisionBits);
  const accuracy = error >= 1 ? ` ±${formatDistance(error)}` : '';
  return `${latitude.toFixed(4)}, ${longitude.toFixed(4)}${accuracy}${altitude === null ? '' : `, ${altitude} m`}`;
}

export function createSummarizer(catalog: readonly MetricDefinition[], storeText: boolean): Summarizer {
  const definitions = new Map(catalog.map((definition) => [definition.metric, definition]));
  const describeProblem = createProblemWording(catalog);

  function describeSample({ metric, value }: MetricSample): string {
    const definition = definitions.get(metric);
    if (metric === 'device_powered') return value === 1 ? 'external power' : '';
    const name = SHORT[metric] ?? definition?.title.toLowerCase() ?? metric;
    const unit = definition?.unit ?? '';
    const custom = unit.startsWith('suffix:') ? ` ${unit.slice('suffix:'.length)}` : undefined;
    const amount = unit === 's' ? formatDuration(value) : `${round(value)}${custom ?? SYMBOLS[unit] ?? ''}`;
    return name === '' ? amount : `${name} ${amount}`;
  }

  function describeSamples(samples: readonly MetricSample[]): string {
    const shown = samples.filter(({ metric }) => definitions.get(metric)?.personal !== true).map(describeSample);
    const known = shown.filter((text) => text !== '');
    const rest = known.length - MAX_SAMPLES;
    return known.slice(0, MAX_SAMPLES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  }

  function describe(event: MeshEvent, packet: Pick<MeshPacket, 'to'>): string {
    switch (event.type) {
      case 'text':
        if (isUnicast(packet.to)) return 'direct message';
        return storeText ? JSON.stringify(shorten(event.text)) : event.kind.replace('_', ' ');
      case 'telemetry':
        return describeSamples(event.samples);
      case 'position':
        return describePosition(event);
      case 'node_info':
        return [`${isolated(event.longName)} (${isolated(event.shortName)})`, event.hwModel, event.role]
          .filter((part) => part !== null)
          .join(', ');
      case 'map_report':
        return `${isolated(event.longName)}, ${event.hwModel}, firmware ${event.firmwareVersion}, ${event.region} ${event.modemPreset}, ${event.onlineLocalNodes ?? 'an unknown number of'} nodes online`;
      case 'neighbor_info':
        return `${event.neighbors.length} ${event.neighbors.length === 1 ? 'neighbor' : 'neighbors'}`;
      case 'traceroute':
        return `${event.kind}: ${[event.origin, ...event.route, event.target].map(formatNodeId).join(' → ')}`;
      case 'routing':
        return event.ack ? 'ack' : `error ${event.error}`;
      case 'waypoint':
        return event.deleted ? 'waypoint deleted' : `waypoint ${JSON.stringify(shorten(event.name))}`;
      case 'store_forward':
        return event.replay ? 'replay' : event.kind.toLowerCase().replaceAll('_', ' ');
      case 'gateway_status':
        return event.online ? 'online' : 'offline';
    }
  }

  return (packet, events) => {
    const problems = (packet.readingProblems ?? []).filter(({ metric }) => definitions.get(metric)?.personal !== true);
    const text = [...events.map((event) => describe(event, packet)), ...problems.map(describeProblem)]
      .filter((part) => part !== '')
      .join(', ');
    if (text === '') return null;
    return packet.flags.includes('signed') ? `${text}, signed` : text;
  };
}

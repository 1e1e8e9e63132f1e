/**
 * Field settings the domain fixes. Grafana lets a value in a frame win over the panel's own options, so only what is
 * true everywhere is set: units and names always, thresholds and mappings for three quantities and only when asked for.
 */
import type { FieldConfigJson } from '../../../contract/frames.js';

type Thresholds = NonNullable<FieldConfigJson['thresholds']>;

const steps = (...values: readonly [number | null, string][]): Thresholds => ({
  mode: 'absolute',
  steps: values.map(([value, color]) => ({ value, color })),
});

/** Firmware says 101 % for "externally powered, or no battery at all". */
const poweredMapping = {
  type: 'range',
  options: { from: 100.001, to: 255, result: { text: 'Powered', color: 'blue', index: 0 } },
};

const battery: FieldConfigJson = {
  thresholds: steps([null, 'red'], [20, 'orange'], [40, 'yellow'], [60, 'green']),
  mappings: [poweredMapping],
  color: { mode: 'thresholds' },
};
/** Above 25 % firmware starts to hold back telemetry, above 40 % positions too; half of the air time is a jam. */
const channelUtilization: FieldConfigJson = {
  thresholds: steps([null, 'green'], [25, 'yellow'], [40, 'orange'], [50, 'red']),
  color: { mode: 'thresholds' },
};
/** What Meshtastic's apps call good, fair and bad. */
const SNR_GOOD = -7;
const SNR_FAIR = -15;
const snr: FieldConfigJson = {
  thresholds: steps([null, 'red'], [SNR_FAIR, 'yellow'], [SNR_GOOD, 'green']),
  color: { mode: 'thresholds' },
};

const decimalsOf: Readonly<Record<string, number>> = {
  percent: 1,
  percentunit: 1,
  volt: 2,
  celsius: 1,
  humidity: 1,
  pressurehpa: 1,
  dB: 1,
  dBm: 0,
  lengthm: 0,
  velocitykmh: 0,
  degree: 0,
  d: 1,
  'suffix: %/d': 1,
};

/** Thresholds of a metric of the catalogue; empty when the domain fixes none. */
export function domainConfig(metric: string, thresholds: boolean): FieldConfigJson {
  if (!thresholds) return {};
  if (metric === 'device_battery_level') return battery;
  if (metric.endsWith('_channel_utilization')) return channelUtilization;
  return {};
}

export const snrConfig = (thresholds: boolean): FieldConfigJson => ({
  unit: 'dB',
  decimals: 1,
  ...(thresholds ? snr : {}),
});

/** Unit and the number of decimals worth showing in it. */
export function unitConfig(unit: string): FieldConfigJson {
  const decimals = decimalsOf[unit];
  return decimals === undefined ? { unit } : { unit, decimals };
}

/** Colour of a link by its SNR, for frames that colour single rows. */
export function snrColor(value: number | null): string {
  if (value === null) return '#8e8e8e';
  if (value >= SNR_GOOD) return '#73bf69';
  return value >= SNR_FAIR ? '#fade2a' : '#f2495c';
}

/**
 * Link from a field to the dashboard of its node. `target` is the expression that yields the node id in Grafana, e.g.
 * `${__data.fields.nodeId}`.
 */
export function nodeLinks(dashboardUrl: string, target: string): NonNullable<FieldConfigJson['links']> {
  return [{ title: 'Node details', url: `${dashboardUrl}?var-node=${target}&\${__url_time_range}` }];
}

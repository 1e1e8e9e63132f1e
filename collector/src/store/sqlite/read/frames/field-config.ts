/**
 * Field settings that are fixed by the domain. Grafana lets a value in a frame win over the panel's own options, so
 * only what is true everywhere is set: units and names always, the words of states always, thresholds and other mappings for
 * three quantities and only when asked for.
 */
import type { Quantity } from '@mesh-observatory/contract/columns';
import type { MeshRadio } from '@mesh-observatory/contract/mesh-radio';
import { decodingLimitDb } from '@mesh-observatory/contract/modem-presets';
import type { FieldConfigJson } from '@mesh-observatory/contract/frames';
import { presenceColors, presenceStateNames, presenceStates } from '@mesh-observatory/contract/presence';
import {
  BATTERY_FULL_PERCENT,
  MARGIN_FAIR_DB,
  MARGIN_GOOD_DB,
  batterySteps,
  channelUtilizationSteps,
  marginSteps,
  snrSteps,
  type ThresholdStep,
} from '@mesh-observatory/contract/thresholds';
import type { Words } from '@mesh-observatory/contract/words';

const byThresholds = (steps: readonly ThresholdStep[]): FieldConfigJson => ({
  thresholds: { mode: 'absolute', steps: steps.map(({ from, color }) => ({ value: from, color })) },
  color: { mode: 'thresholds' },
});

const poweredMapping = {
  type: 'range',
  options: { from: BATTERY_FULL_PERCENT + 0.001, to: 255, result: { text: 'Powered', color: 'blue', index: 0 } },
};

const configOfQuantity: Readonly<Record<Exclude<Quantity, 'snr'>, FieldConfigJson>> = {
  margin: byThresholds(marginSteps),
  battery: { ...byThresholds(batterySteps), mappings: [poweredMapping] },
  channel_utilization: byThresholds(channelUtilizationSteps),
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
  'suffix: dB/d': 1,
  'suffix: ×': 1,
};

const presenceMapping = {
  type: 'value',
  options: Object.fromEntries(
    presenceStateNames.map((state, index) => [
      state,
      { text: presenceStates[state].title, color: presenceColors[state], index },
    ]),
  ),
};

/** Words instead of values. */
export const wordsConfig = (words: Words): FieldConfigJson => ({
  mappings: [
    {
      type: 'value',
      options: Object.fromEntries(Object.entries(words).map(([value, text], index) => [value, { text, index }])),
    },
  ],
});

/** Words and colors of the state of a node or gateway. */
export const presenceConfig: FieldConfigJson = { mappings: [presenceMapping] };

/** Colors of a quantity; empty without one. An SNR is judged by the decoding limit of the mesh. */
export function quantityConfig(quantity: Quantity | undefined, radio: MeshRadio): FieldConfigJson {
  if (quantity === undefined) return {};
  return quantity === 'snr' ? byThresholds(snrSteps(decodingLimitDb(radio.modemPreset))) : configOfQuantity[quantity];
}

/** The quantity of a metric of the catalog; undefined when the domain fixes no colors for it. */
function quantityOf(metric: string): Quantity | undefined {
  if (metric === 'device_battery_level') return 'battery';
  return metric.endsWith('_channel_utilization') ? 'channel_utilization' : undefined;
}

/** Thresholds of a metric of the catalog; empty when the domain fixes none. */
export function domainConfig(metric: string, thresholds: boolean, radio: MeshRadio): FieldConfigJson {
  return quantityConfig(thresholds ? quantityOf(metric) : undefined, radio);
}

/** Unit and colors of an SNR or a margin. */
export const decibelConfig = (quantity: 'snr' | 'margin', thresholds: boolean, radio: MeshRadio): FieldConfigJson => ({
  unit: 'dB',
  decimals: 1,
  ...quantityConfig(thresholds ? quantity : undefined, radio),
});

/** Unit and its number of decimals. */
export function unitConfig(unit: string): FieldConfigJson {
  const decimals = decimalsOf[unit];
  return decimals === undefined ? { unit } : { unit, decimals };
}

/** Settings of a field that is in every answer but shown only where a table is told to. */
export const hidden: FieldConfigJson = {
  custom: { hidden: true, hideFrom: { viz: true, legend: true, tooltip: true } },
};

/** Color of a link by its margin, for frames that color single rows. */
export function marginColor(value: number | null): string {
  if (value === null) return '#8e8e8e';
  if (value >= MARGIN_GOOD_DB) return '#73bf69';
  return value >= MARGIN_FAIR_DB ? '#fade2a' : '#f2495c';
}

/**
 * Link from a field to the dashboard of its node. `target` is the expression that yields the node id in Grafana, e.g.
 * `${__data.fields.nodeId}`.
 */
export function nodeLinks(dashboardUrl: string, target: string): NonNullable<FieldConfigJson['links']> {
  return [{ title: 'Node details', url: `${dashboardUrl}?var-one=${target}&\${__url_time_range}` }];
}

/**
 * Colors that can be read. Grafana writes colored text in the color itself, which on a light page is hardly visible
 * (yellow has a contrast of 1.6), and chooses black or white on a colored ground. Here, numbers and words always are
 * normal text; what deviates gets a ground on which Grafana's choice has enough contrast in both themes.
 */
import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type {
  DynamicConfigValue,
  FieldConfigSource,
  Panel,
  ThresholdsConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { ColumnDefinition, Quantity } from '@mesh-observatory/contract/columns';
import { presenceColors, presenceStateNames, presenceStates } from '@mesh-observatory/contract/presence';
import { gatewayColumns } from '@mesh-observatory/contract/queries/gateways';
import { bidirectionalLinkColumns } from '@mesh-observatory/contract/queries/linkpairs';
import { linkColumns } from '@mesh-observatory/contract/queries/links';
import { nodeColumns } from '@mesh-observatory/contract/queries/nodes';
import { packetColumns } from '@mesh-observatory/contract/queries/packets';
import { tracerouteColumns } from '@mesh-observatory/contract/queries/traceroutes';
import {
  BATTERY_FULL_PERCENT,
  batterySteps,
  channelUtilizationSteps,
  marginSteps,
  type ThresholdStep,
} from '@mesh-observatory/contract/thresholds';

/** Grounds by color; a value that is as it should be has none. */
const grounds: Readonly<Record<string, string>> = {
  transparent: 'transparent',
  text: 'transparent',
  green: 'transparent',
  yellow: '#fade2a',
  orange: '#ffb357',
  red: '#c4162a',
  blue: '#c0d8ff',
  purple: '#deb6f2',
  gray: '#d8d9da',
};

/** @throws Error for a color nobody has chosen a readable ground for. */
export function groundOf(color: string): string {
  const ground = color.startsWith('#') ? color : grounds[color];
  if (ground === undefined) throw new Error(`No readable ground is chosen for the color "${color}".`);
  return ground;
}

const stepsOf: Readonly<Record<Quantity, readonly ThresholdStep[]>> = {
  // Good or bad only against the modem preset, which the margin says.
  snr: [{ from: null, color: 'text' }],
  margin: marginSteps,
  battery: batterySteps,
  channel_utilization: channelUtilizationSteps,
};

const columns: Readonly<Record<string, ColumnDefinition>> = {
  ...linkColumns,
  ...bidirectionalLinkColumns,
  ...packetColumns,
  ...tracerouteColumns,
  ...gatewayColumns,
  ...nodeColumns,
};

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same value with every color in it replaced by its ground. */
export function onGrounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onGrounds);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      (key === 'color' || key === 'fixedColor') && typeof inner === 'string' ? groundOf(inner) : onGrounds(inner),
    ]),
  );
}

/** Cells without a value stay empty, and have no ground. */
export const blank = {
  type: 'special',
  options: { match: 'null', result: { text: '', color: 'transparent', index: 99 } },
};
export const powered = {
  type: 'range',
  options: { from: BATTERY_FULL_PERCENT + 0.001, to: 255, result: { text: 'Powered', color: 'transparent', index: 0 } },
};
const presence = {
  type: 'value',
  options: Object.fromEntries(
    presenceStateNames.map((state, index) => [
      state,
      { text: presenceStates[state].title, color: groundOf(presenceColors[state]), index },
    ]),
  ),
};

const byThresholds: DynamicConfigValue = { id: 'color', value: { mode: 'thresholds' } };
const thresholdsOf = (steps: readonly ThresholdStep[]): DynamicConfigValue => ({
  id: 'thresholds',
  value: { mode: 'absolute', steps: steps.map(({ from, color }) => ({ value: from, color: groundOf(color) })) },
});

const isOfUnknown = ({ from }: ThresholdStep) => from === null;

/** The highest step that a value reaches gives its color: mappings are tried in their order. */
const rangesOf = (steps: readonly ThresholdStep[]) =>
  steps
    .filter((step) => !isOfUnknown(step))
    .toReversed()
    .map(({ from, color }, index) => ({
      type: 'range',
      options: { from, to: null, result: { color: groundOf(color), index } },
    }));

const stepsIn = ({ steps }: ThresholdsConfig): ThresholdStep[] =>
  steps.map(({ value, color }) => ({ from: value, color }));

/** In overrides, older versions of Grafana take the open step for 0: steps below 0 are ranges there. */
export function colorsOf(steps: readonly ThresholdStep[], mappings: readonly object[]): DynamicConfigValue[] {
  const isBelowZero = steps.some(({ from }) => from !== null && from < 0);
  return [
    thresholdsOf(isBelowZero ? steps.filter(isOfUnknown) : steps),
    byThresholds,
    { id: 'mappings', value: isBelowZero ? [...mappings, ...rangesOf(steps)] : mappings },
  ];
}

/** Colors that the collector would set, as settings that win over them. */
function domainColors(field: unknown): DynamicConfigValue[] {
  const { quantity, presence: isPresence } = columns[String(field)] ?? {};
  if (isPresence === true) return [{ id: 'mappings', value: [presence] }];
  if (quantity === undefined) return [];
  return colorsOf(stepsOf[quantity], quantity === 'battery' ? [powered, blank] : [blank]);
}

const isColoredCell = ({ id, value }: DynamicConfigValue) =>
  id === 'custom.cellOptions' && isRecord(value) && /^color-(text|background)$/.test(String(value.type));

function readableCell(field: unknown, properties: readonly DynamicConfigValue[], defaults?: ThresholdsConfig) {
  const own = properties.filter((one) => !isColoredCell(one)).map(({ id, value }) => ({ id, value: onGrounds(value) }));
  const has = (id: string) => own.some((one) => one.id === id);
  const domain = domainColors(field).filter(({ id }) => !has(id));
  const known = [...domain, ...own];
  const isDecided = known.some(({ id }) => id === 'thresholds' || id === 'mappings') || defaults === undefined;
  const colored = isDecided ? known : [...known, ...colorsOf(stepsIn(defaults), [blank])];
  return [
    ...colored,
    ...(colored.some(({ id }) => id === 'mappings') ? [] : [{ id: 'mappings', value: [blank] }]),
    { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
  ];
}

function readableTable(config: FieldConfigSource): FieldConfigSource {
  const overrides = config.overrides.map((override) =>
    override.properties.some(isColoredCell) && override.matcher.id !== 'byType'
      ? {
          ...override,
          properties: readableCell(override.matcher.options, override.properties, config.defaults.thresholds),
        }
      : override,
  );
  return { ...config, overrides };
}

/** Colors of frames would win over those of the panel. */
const withoutColors = (target: Dataquery): Dataquery =>
  'queryType' in target && (target.queryType === 'stat' || target.queryType === 'values')
    ? Object.assign({ thresholds: false }, target)
    : target;

function readableStat(panel: Panel): Panel {
  const { fieldConfig } = panel;
  const options: unknown = panel.options;
  if (fieldConfig === undefined || !isRecord(options) || options.graphMode !== 'none') return panel;
  const overrides = fieldConfig.overrides.map(({ matcher, properties }) => ({
    matcher,
    properties: properties.map(({ id, value }) => ({ id, value: onGrounds(value) })),
  }));
  const fields = String(isRecord(options.reduceOptions) ? options.reduceOptions.fields : '');
  const shown = Object.entries(columns).filter(([, { title }]) => fields !== '' && new RegExp(fields).test(title));
  const domain = shown.flatMap(([name]) => {
    const properties = domainColors(name);
    return properties.length === 0 ? [] : [{ matcher: { id: 'byName', options: name }, properties }];
  });
  return {
    ...panel,
    targets: panel.targets?.map(withoutColors),
    options: { ...options, colorMode: 'background_solid' },
    fieldConfig: {
      defaults: Object.fromEntries(
        Object.entries(fieldConfig.defaults).map(([key, value]) => [
          key,
          ['thresholds', 'color', 'mappings'].includes(key) ? onGrounds(value) : value,
        ]),
      ),
      overrides: [...domain, ...overrides],
    },
  };
}

/** The panel with colors that can be read; graphs and maps draw with their own. */
export function readable(panel: Panel): Panel {
  if (panel.type === 'stat') return readableStat(panel);
  if (panel.type !== 'table' || panel.fieldConfig === undefined) return panel;
  return { ...panel, fieldConfig: readableTable(panel.fieldConfig) };
}

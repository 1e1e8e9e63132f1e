import {
  FieldColorModeId,
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldColorMode,
  getFieldDisplayName,
  type DisplayProcessor,
  type Field,
  type GrafanaTheme2,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import type { RowRef } from '../frames/model';
import { ageBand, ageBandLabels } from './age';
import { categoryColor, mapPalette, mix } from './colors';

export interface ScaleStep {
  readonly label: string;
  readonly color: string;
}
export interface ScaleLegend {
  readonly title: string;
  readonly kind: 'steps' | 'gradient';
  readonly steps: readonly ScaleStep[];
}

const processors = new WeakMap<Field, DisplayProcessor>();

/** The display processor of the field; created for fields that Grafana did not prepare. */
export function displayOf(field: Field, theme: GrafanaTheme2): DisplayProcessor {
  const known = field.display ?? processors.get(field);
  if (known !== undefined) {
    return known;
  }
  const made = getDisplayProcessor({ field, theme });
  processors.set(field, made);
  return made;
}

const agePalettes = new WeakMap<GrafanaTheme2, readonly string[]>();

/** Colors of the age bands, youngest first. */
export function ageColors(theme: GrafanaTheme2): readonly string[] {
  const colors = agePalettes.get(theme) ?? createAgeColors(theme);
  agePalettes.set(theme, colors);
  return colors;
}

function createAgeColors(theme: GrafanaTheme2): readonly string[] {
  const fresh = theme.visualization.getColorByName('green');
  const { faint } = mapPalette(theme);
  return [fresh, mix(fresh, faint, 0.35), mix(fresh, faint, 0.7), faint];
}

const hasMappings = (field: Field) => (field.config.mappings?.length ?? 0) > 0;

/** Color of one value, as the field's options say; undefined when the value is missing. */
export function valueColor(field: Field, row: number, at: number, theme: GrafanaTheme2): string | undefined {
  const value: unknown = field.values[row];
  if (value === null || value === undefined) {
    return undefined;
  }
  if (field.type === FieldType.time) {
    return ageColors(theme)[ageBand(Math.max(0, at - Number(value)))];
  }
  if (field.type === FieldType.number || hasMappings(field)) {
    return displayOf(field, theme)(value).color;
  }
  if (field.type === FieldType.boolean) {
    return value === true ? theme.visualization.getColorByName('green') : mapPalette(theme).faint;
  }
  return categoryColor(theme, String(value));
}

function thresholdSteps(field: Field, theme: GrafanaTheme2): ScaleStep[] {
  const all = field.config.thresholds?.steps ?? [];
  // The color of a missing value is no band of values.
  const steps = all.length > 1 && all[0]?.color === 'text' ? all.slice(1) : all;
  const display = displayOf(field, theme);
  return steps.map(({ value, color }, index) => {
    const next = steps[index + 1]?.value;
    const text = (bound: number) => formattedValueToString(display(bound));
    const isFirst = value === null || !Number.isFinite(value) || index === 0;
    const label = isFirst
      ? next === undefined
        ? t('legend.all-values', 'all')
        : `< ${text(next)}`
      : `≥ ${text(value)}`;
    return { label, color: theme.visualization.getColorByName(color) };
  });
}

const numbersOf = (field: Field) => field.values.filter((value): value is number => Number.isFinite(value));

function gradientSteps(field: Field, theme: GrafanaTheme2): ScaleStep[] {
  const numbers = numbersOf(field);
  if (numbers.length === 0) {
    return [];
  }
  const span = (pick: (a: number, b: number) => number) => numbers.reduce(pick);
  const min = field.config.min ?? span(Math.min);
  const max = field.config.max ?? span(Math.max);
  const display = displayOf(field, theme);
  const shares = min === max ? [0] : [0, 0.25, 0.5, 0.75, 1];
  return shares.map((share) => {
    const shown = display(min + (max - min) * share);
    return { label: formattedValueToString(shown), color: shown.color ?? mapPalette(theme).accent };
  });
}

function categories(field: Field, at: number, theme: GrafanaTheme2): ScaleStep[] {
  const steps = new Map<string, ScaleStep>();
  for (let row = 0; row < field.values.length && steps.size < 12; row += 1) {
    const color = valueColor(field, row, at, theme);
    const label = color === undefined ? '' : formattedValueToString(displayOf(field, theme)(field.values[row]));
    if (color !== undefined && label !== '') {
      steps.set(label, { label, color });
    }
  }
  return [...steps.values()].sort((left, right) => left.label.localeCompare(right.label));
}

/** Legend of the colors of a field. */
export function scaleLegend(ref: RowRef['frame'], field: Field, at: number, theme: GrafanaTheme2): ScaleLegend {
  const title = getFieldDisplayName(field, ref);
  if (field.type === FieldType.time) {
    const colors = ageColors(theme);
    return {
      title,
      kind: 'steps',
      steps: ageBandLabels().map((label, index) => ({ label, color: colors[index] ?? '' })),
    };
  }
  if (field.type !== FieldType.number) {
    return { title, kind: 'steps', steps: categories(field, at, theme) };
  }
  const mode = getFieldColorMode(field.config.color?.mode ?? FieldColorModeId.Thresholds);
  if (mode.id === FieldColorModeId.Thresholds) {
    return { title, kind: 'steps', steps: thresholdSteps(field, theme) };
  }
  return { title, kind: mode.isContinuous === true ? 'gradient' : 'steps', steps: gradientSteps(field, theme) };
}

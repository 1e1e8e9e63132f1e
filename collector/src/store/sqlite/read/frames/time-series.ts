import { isolated } from '@mesh-observatory/contract/isolated';
import type { FieldConfigJson, FrameJson } from '@mesh-observatory/contract/frames';
import { buildFrame } from './frame.js';
import type { Point } from './samples.js';

/**
 * Replaces `{{label}}` in a legend; unknown labels become empty. Without a template, or with an empty result: the
 * fallback.
 */
export function legendOf(
  template: string | undefined,
  labels: Readonly<Record<string, string>>,
  fallback: string,
): string {
  if (template === undefined || template === '') return fallback;
  const filled = template.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_match, label: string) =>
    Object.hasOwn(labels, label) ? partOf(template, labels[label] ?? '') : '',
  );
  return filled.trim() === '' ? fallback : filled;
}

/** A name that is the whole legend stays as it is: dashboards compare it. */
const partOf = (template: string, name: string) => (/^\{\{\s*\w+\s*\}\}$/.test(template) ? name : isolated(name));

export interface Series {
  readonly refId: string;
  readonly name: string;
  /** Name of the field with the values; default: that of the frame. */
  readonly valueName?: string;
  readonly labels: Record<string, string>;
  readonly config: FieldConfigJson;
  /** Milliseconds between points. With it, a graph leaves a gap where points are missing. */
  readonly interval?: number;
  readonly points: readonly Point[];
}

/** Grafana's `timeseries-multi`: a frame per series, times ascending, no value null. */
export function buildSeriesFrame(series: Series): FrameJson {
  const { refId, name, valueName = name, labels, config, interval, points } = series;
  return buildFrame<Point>({
    kind: 'timeseries',
    name,
    refId,
    columns: [
      {
        name: 'time',
        type: 'time',
        nullable: false,
        key: true,
        config: { displayName: 'Time', ...(interval === undefined ? {} : { interval }) },
        value: ([at]) => at,
      },
      { name: valueName, type: 'number', nullable: false, labels, config, value: ([, value]) => value },
    ],
    rows: points,
  });
}

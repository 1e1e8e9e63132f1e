import {
  FieldColorModeId,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type ActionModel,
  type Field,
  type GrafanaTheme2,
  type LinkModel,
} from '@grafana/data';
import { displayOf } from '../scene/colorScale';
import type { RowRef } from '../frames/model';
import { formatMoment } from './format';

export interface FieldRow {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly color: string | undefined;
}

export interface DescribeContext {
  readonly theme: GrafanaTheme2;
  readonly timeZone: string;
  readonly at: number;
}

export const isHidden = ({ config }: Field) => {
  const hide = (config.custom as { hideFrom?: { tooltip?: boolean; viz?: boolean } } | undefined)?.hideFrom;
  return hide?.tooltip === true || hide?.viz === true;
};

/** Whether the colors of a field carry a meaning: it has thresholds or value mappings. */
const hasMeaning = ({ config }: Field) =>
  (config.mappings?.length ?? 0) > 0 || config.color?.mode === FieldColorModeId.Thresholds;

export function fieldRow({ frame, row }: RowRef, field: Field, context: DescribeContext): FieldRow | undefined {
  const value: unknown = field.values[row];
  if (value === null || value === undefined || value === '') {
    return undefined;
  }
  const label = getFieldDisplayName(field, frame);
  if (field.type === FieldType.time && typeof value === 'number') {
    return { name: field.name, label, value: formatMoment(value, context.at, context.timeZone), color: undefined };
  }
  const shown = displayOf(field, context.theme)(value);
  const color = hasMeaning(field) ? shown.color : undefined;
  return { name: field.name, label, value: withUnit(formattedValueToString(shown), field), color };
}

/** Grafana writes "dbm" for its own unit `dBm`. */
const withUnit = (text: string, { config }: Field) => (config.unit === 'dBm' ? text.replace(/\bdbm$/, 'dBm') : text);

/** All fields of a row that have a value and are not hidden, in the order of the frame. */
export function fieldRows(ref: RowRef, context: DescribeContext): FieldRow[] {
  return ref.frame.fields
    .filter((field) => !isHidden(field))
    .map((field) => fieldRow(ref, field, context))
    .filter((row) => row !== undefined);
}

/** Data links of all fields of a row; the same link on several fields once. */
export function linksOfRow({ frame, row }: RowRef): Array<LinkModel<Field>> {
  const links = new Map<string, LinkModel<Field>>();
  for (const field of frame.fields) {
    for (const link of field.getLinks?.({ valueRowIndex: row }) ?? []) {
      links.set(`${link.title}/${link.href}`, link);
    }
  }
  return [...links.values()];
}

export type FieldAction = ActionModel<Field>;

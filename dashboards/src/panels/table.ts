import {
  FieldTextAlignment,
  TableCellHeight,
  TableSortByFieldStateBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { nodeLinks } from '../foundation/links.js';
import { byThresholds, neutral } from '../foundation/thresholds.js';

export interface ColumnOptions {
  readonly name?: string;
  readonly width?: number;
  /** Field of the node id that the cell leads to. */
  readonly nodeFrom?: string;
  readonly properties?: readonly DynamicConfigValue[];
}

/** By field name, in the order of the frame. */
export type Columns = Readonly<Record<string, ColumnOptions>>;

export const gaugeCell: DynamicConfigValue = {
  id: 'custom.cellOptions',
  value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' },
};
export const colorText: DynamicConfigValue = { id: 'custom.cellOptions', value: { type: 'color-text' } };
export const colorBackground: DynamicConfigValue = {
  id: 'custom.cellOptions',
  value: { type: 'color-background', mode: 'basic' },
};
export const wrapped: DynamicConfigValue = { id: 'custom.wrapText', value: true };
/** 9,012 instead of 9 K. */
export const exact: DynamicConfigValue = { id: 'unit', value: 'locale' };
export const unit = (value: string): DynamicConfigValue => ({ id: 'unit', value });
/** `13 minutes ago`: needs 125 px. */
export const since: DynamicConfigValue = unit('dateTimeFromNow');
/** `Sat 14:05`: needs 85 px. */
export const clock: DynamicConfigValue = unit('time:ddd HH:mm');

function propertiesOf({ name, width, nodeFrom, properties = [] }: ColumnOptions): DynamicConfigValue[] {
  return [
    { id: 'custom.hideFrom.viz', value: false },
    { id: 'custom.hidden', value: false },
    ...(name === undefined ? [] : [{ id: 'displayName', value: name }]),
    ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
    ...(nodeFrom === undefined ? [] : [nodeLinks(`\${__data.fields.${nodeFrom}}`)]),
    ...properties,
  ];
}

/** Only the columns named here; the others stay in the frame, because links are made of them. */
export function table(columns: Columns, sortBy?: readonly [displayName: string, order: 'ascending' | 'descending']) {
  const builder = new PanelBuilder()
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .align(FieldTextAlignment.Auto)
    .colorScheme(byThresholds())
    .thresholds(neutral())
    // The words for "no data" are about the whole table, and would stand in every empty cell.
    .overrideByRegexp('/.*/', [{ id: 'noValue', value: '' }])
    .withOverride({
      matcher: { id: 'byRegexp', options: `/^(?!(${Object.keys(columns).join('|')})$).*/` },
      properties: [{ id: 'custom.hideFrom.viz', value: true }],
    });
  for (const [field, facts] of Object.entries(columns)) builder.overrideByName(field, propertiesOf(facts));
  if (sortBy === undefined) return builder;
  const [displayName, order] = sortBy;
  return builder.sortBy([new TableSortByFieldStateBuilder().displayName(displayName).desc(order === 'descending')]);
}

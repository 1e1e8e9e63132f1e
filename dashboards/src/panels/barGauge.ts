import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeSizing,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { fixedColor, neutral } from '../foundation/thresholds.js';

/** One bar per row, named by the text beside the number. */
export const bars = (limit = 25) =>
  new PanelBuilder()
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .orientation(VizOrientation.Horizontal)
    .sizing(BarGaugeSizing.Manual)
    .minVizHeight(16)
    .maxVizHeight(26)
    .showUnfilled(false)
    .text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(13))
    .min(0)
    .colorScheme(fixedColor('blue'))
    .thresholds(neutral())
    .reduceOptions(new ReduceDataOptionsBuilder().calcs([]).values(true).limit(limit).fields(''));

/** Series become rows: bars are measured by the longest total then, not by the highest point of a series. */
export const totals: DataTransformerConfig = { id: 'reduce', options: { reducers: ['sum'], mode: 'seriesToRows' } };

/** Without the series "other", which would dwarf every bar. */
export const withoutOther: DataTransformerConfig = {
  id: 'filterByValue',
  options: {
    type: 'exclude',
    match: 'all',
    filters: [{ fieldName: 'Field', config: { id: 'equal', options: { value: 'other' } } }],
  },
};

/** Only the name and the number of each row. */
export const only = (name: string, number: string): DataTransformerConfig => ({
  id: 'filterFieldsByName',
  options: { include: { names: [name, number] } },
});

/** Replaces the name of the number in the frame, which would be shown beside every bar. */
export const namedBy = (field: string) => [{ id: 'displayName', value: `\${__data.fields.${field}}` }];

import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeSizing,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { fixedColor } from '../foundation/thresholds.js';

const bars = () =>
  new PanelBuilder()
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .orientation(VizOrientation.Horizontal)
    .sizing(BarGaugeSizing.Manual)
    .minVizHeight(16)
    .maxVizHeight(26)
    .showUnfilled(false)
    .min(0)
    .colorScheme(fixedColor('blue'));

/** One bar per series, as long as `calc` of its values. */
export const seriesBars = (calc: 'sum' | 'lastNotNull' | 'mean' | 'max') =>
  bars().reduceOptions(new ReduceDataOptionsBuilder().calcs([calc]).values(false).fields(''));

/** One bar per row. */
export const rowBars = (limit: number, field = '') =>
  bars().reduceOptions(new ReduceDataOptionsBuilder().calcs([]).values(true).limit(limit).fields(field));

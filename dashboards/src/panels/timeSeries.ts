import {
  AxisPlacement,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type DataTransformerConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** Nodes report every few minutes to few hours: a line bridges up to two of the longest pauses. */
const LONGEST_PAUSE_MS = 2 * 3_600_000;
/** Finer than that, a graph of what nodes send every few minutes is all spikes. */
const FINEST = '5m';

const legend = () =>
  new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);

const tooltip = () => new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);

const graph = () =>
  new PanelBuilder()
    .legend(legend())
    .tooltip(tooltip())
    .axisPlacement(AxisPlacement.Auto)
    .interval(FINEST)
    // By name: a node, gateway or channel has the same color in every panel, whatever else is shown.
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName));

/** Telemetry of nodes. */
export const lines = () =>
  graph()
    .drawStyle(GraphDrawStyle.Line)
    .lineInterpolation(LineInterpolation.Linear)
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Never)
    .spanNulls(LONGEST_PAUSE_MS);

/** Metrics of the collector itself: evenly spaced, and zero is a value. */
export const steadyLines = () => lines().interval('1m').spanNulls(false).fillOpacity(8);

/** Two related lines: the mean and the maximum. */
export const meanAndHighest = () =>
  lines()
    .min(0)
    .overrideByQuery('A', [fixed('blue')])
    .overrideByQuery('B', [fixed('orange')]);

const fixed = (color: string) => ({ id: 'color', value: { mode: 'fixed', fixedColor: color } });

/** Rare readings, each of them a point. */
export const points = () => lines().showPoints(VisibilityMode.Always).pointSize(4);

/** Parts of a whole. */
export const stackedBars = () =>
  graph()
    .drawStyle(GraphDrawStyle.Bars)
    .lineWidth(0)
    .fillOpacity(75)
    .showPoints(VisibilityMode.Never)
    .min(0)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));

/** `POSITION_APP` is how Meshtastic writes it; `POSITION` is enough in a legend. */
export const shortPortNames: DataTransformerConfig = {
  id: 'renameByRegex',
  options: { regex: '^(.*)_APP$', renamePattern: '$1' },
};

import {
  buildHistogram,
  formattedValueToString,
  getFieldSeriesColor,
  histogramFieldsToFrame,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type PanelProps,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { AxisPlacement, BarAlignment, GraphDrawStyle, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import {
  TooltipPlugin2,
  UPlotChart,
  UPlotConfigBuilder,
  useTheme2,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import { useMemo } from 'react';

interface HistogramOptions {
  bucketCount?: number;
  bucketSize?: number;
  bucketOffset?: number;
}

/** Distribution of values. The buckets are those of `buildHistogram`; all series count together. */
export function HistogramPanel(props: PanelProps<HistogramOptions>) {
  const { id, data, options, fieldConfig, width, height } = props;
  const { bucketCount, bucketSize, bucketOffset } = options;
  const theme = useTheme2();
  const frame = useMemo(() => {
    const buckets = buildHistogram(data.series, { bucketCount, bucketSize, bucketOffset, combine: true }, theme);
    return buckets === null ? undefined : histogramFieldsToFrame(buckets, theme);
  }, [data.series, bucketCount, bucketSize, bucketOffset, theme]);
  const { lineWidth, fillOpacity } = { lineWidth: 1, fillOpacity: 80, ...fieldConfig.defaults.custom };
  const config = useMemo(
    () => frame && buildConfig(frame, { lineWidth, fillOpacity }, theme),
    [frame, lineWidth, fillOpacity, theme],
  );
  if (frame === undefined || config === undefined || frame.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsNumberField />;
  }
  const [low, high, count] = frame.fields;
  return (
    <UPlotChart config={config} data={[low!.values, count!.values] as never} width={width} height={height}>
      <TooltipPlugin2
        config={config}
        hoverMode={HOVER_ALL_SERIES as never}
        render={(_plot, rows, _series, isPinned) => {
          const [row] = rows;
          return row === null || row === undefined ? null : (
            <VizTooltipWrapper>
              <VizTooltipHeader item={{ label: 'Bucket', value: bucketName(low!, high!, row) }} isPinned={isPinned} />
              <VizTooltipContent
                items={[{ label: 'Count', value: String(count!.values[row]), color: colorOf(count!, theme) }]}
                isPinned={isPinned}
              />
            </VizTooltipWrapper>
          );
        }}
      />
    </UPlotChart>
  );
}

/** The value of `TooltipHoverMode.xAll`, a constant that only type checkers see. */
const HOVER_ALL_SERIES = 1;

const textOf = (field: Field, value: number) =>
  field.display === undefined ? String(value) : formattedValueToString(field.display(value));

const bucketName = (low: Field, high: Field, row: number) =>
  `${textOf(low, low.values[row])} - ${textOf(high, high.values[row])}`;

const colorOf = (field: Field, theme: GrafanaTheme2) => getFieldSeriesColor(field, theme).color;

interface BarStyle {
  lineWidth: number;
  fillOpacity: number;
}

function buildConfig(frame: DataFrame, style: BarStyle, theme: GrafanaTheme2): UPlotConfigBuilder {
  const [low, high, count] = frame.fields;
  const edges = [...low!.values, high!.values.at(-1)];
  const builder = new UPlotConfigBuilder();
  builder.addScale({
    scaleKey: 'x',
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: [edges[0], edges.at(-1)],
  });
  builder.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    softMin: 0,
  });
  builder.addAxis({
    scaleKey: 'x',
    placement: AxisPlacement.Bottom,
    theme,
    splits: (plot) => everyNth(edges, plot.width / MIN_LABEL_WIDTH),
    values: (_plot, splits) => splits.map((edge) => textOf(low!, edge)),
    grid: { show: false },
    ticks: { show: true },
  });
  builder.addAxis({ scaleKey: 'y', placement: AxisPlacement.Left, theme, formatValue: (value) => String(value) });
  builder.addSeries({
    scaleKey: 'y',
    theme,
    drawStyle: GraphDrawStyle.Bars,
    lineColor: colorOf(count!, theme),
    ...style,
    barAlignment: BarAlignment.After,
    barWidthFactor: 1,
    barMaxWidth: Infinity,
  });
  // Half of the last label is right of the last bar.
  builder.setPadding([12, MIN_LABEL_WIDTH / 2, 0, 0]);
  builder.setCursor({ points: { show: false }, drag: { x: false, y: false } });
  return builder;
}

const MIN_LABEL_WIDTH = 60;

function everyNth(values: number[], most: number): number[] {
  const nth = Math.ceil(values.length / Math.max(1, most));
  return values.filter((_value, at) => at % nth === 0);
}

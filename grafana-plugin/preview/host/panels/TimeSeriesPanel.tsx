import { FieldType, type DataFrame, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { LegendDisplayMode, SortOrder, TooltipDisplayMode, type VizLegendOptions } from '@grafana/schema';
import {
  EventBusPlugin,
  getFieldDisplayItems,
  TimeSeries,
  TooltipPlugin2,
  usePanelContext,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import { useMemo } from 'react';
import { Annotations } from '../plot/Annotations';

interface TooltipOptions {
  mode?: TooltipDisplayMode;
  sort?: SortOrder;
}

interface TimeSeriesOptions {
  legend?: Partial<VizLegendOptions>;
  tooltip?: TooltipOptions;
}

/** Options of `fieldConfig.defaults.custom` that the chart of `@grafana/ui` supports. */
export const graphFieldOptions = [
  'axisLabel',
  'axisPlacement',
  'axisSoftMax',
  'axisSoftMin',
  'barAlignment',
  'drawStyle',
  'fillOpacity',
  'gradientMode',
  'hideFrom',
  'lineInterpolation',
  'lineStyle',
  'lineWidth',
  'pointSize',
  'scaleDistribution',
  'showPoints',
  'spanNulls',
  'stacking',
  'thresholdsStyle',
];

export function TimeSeriesPanel({
  id,
  data,
  fieldConfig,
  options,
  width,
  height,
  timeRange,
  timeZone,
  onChangeTimeRange,
}: PanelProps<TimeSeriesOptions>) {
  const frames = useMemo(() => data.series.filter(isGraphable), [data.series]);
  const { sync, eventBus } = usePanelContext();
  if (frames.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField needsNumberField />;
  }
  const legend: VizLegendOptions = {
    calcs: [],
    displayMode: LegendDisplayMode.List,
    placement: 'bottom',
    showLegend: true,
    ...options.legend,
  };
  const single = options.tooltip?.mode === TooltipDisplayMode.Single;
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={legend}
    >
      {(config, aligned) => (
        <>
          <EventBusPlugin config={config} eventBus={eventBus} frame={aligned} />
          <TooltipPlugin2
            config={config}
            hoverMode={(single ? HoverMode.one : HoverMode.all) as never}
            queryZoom={({ from, to }) => onChangeTimeRange({ from, to })}
            syncMode={sync?.()}
            render={(_plot, rows, series, isPinned) => (
              <SeriesTooltip frame={aligned} rows={rows} series={series} isPinned={isPinned} {...options.tooltip} />
            )}
          />
          <Annotations config={config} frames={data.annotations} timeRange={timeRange} timeZone={timeZone} />
        </>
      )}
    </TimeSeries>
  );
}

/** The values of `TooltipHoverMode`, an enum that only type checkers see. */
const HoverMode = { one: 0, all: 1 };

interface SeriesTooltipProps extends TooltipOptions {
  frame: DataFrame;
  /** Row of each field under the pointer. */
  rows: Array<number | null>;
  series: number | null;
  isPinned: boolean;
}

function SeriesTooltip({ frame, rows, series, isPinned, mode, sort }: SeriesTooltipProps) {
  const [time] = frame.fields;
  if (time === undefined) {
    return null;
  }
  const items = getFieldDisplayItems(
    frame.fields,
    time,
    rows,
    series,
    mode ?? TooltipDisplayMode.Multi,
    sort ?? SortOrder.None,
  );
  const at = rows[0] === null || rows[0] === undefined ? undefined : time.values[rows[0]];
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{ label: '', value: time.display?.(at).text ?? '' }} isPinned={isPinned} />
      <VizTooltipContent items={items} isPinned={isPinned} scrollable maxHeight={360} />
    </VizTooltipWrapper>
  );
}

const isGraphable = ({ fields, length }: DataFrame) =>
  length > 0 &&
  fields.some(({ type }) => type === FieldType.time) &&
  fields.some(({ type, config }) => type === FieldType.number && config.custom?.hideFrom?.viz !== true);

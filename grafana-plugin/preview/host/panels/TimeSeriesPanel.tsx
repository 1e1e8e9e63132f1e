import { FieldType, type DataFrame, type Field, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import {
  EventBusPlugin,
  LegendDisplayMode,
  TimeSeries,
  TooltipPlugin2,
  usePanelContext,
  type VizLegendOptions,
} from '@grafana/ui';
import { useMemo } from 'react';
import { SeriesTooltip } from './SeriesTooltip';

interface TimeSeriesOptions {
  legend?: Partial<VizLegendOptions>;
}

/** Options of `fieldConfig.defaults.custom` that the component from `@grafana/ui` understands. */
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
  const frames = useMemo(() => data.series.filter(isGraphable).map(numbersOnly), [data.series]);
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
      {(builder, aligned) => (
        <>
          <EventBusPlugin config={builder} eventBus={eventBus} frame={aligned} />
          <TooltipPlugin2
            config={builder}
            hoverMode={HOVER_ALL_SERIES as never}
            queryZoom={({ from, to }) => onChangeTimeRange({ from, to })}
            syncMode={sync?.()}
            render={(_plot, dataIndexes, seriesIndex) => (
              <SeriesTooltip frame={aligned} dataIndexes={dataIndexes} seriesIndex={seriesIndex} timeZone={timeZone} />
            )}
          />
        </>
      )}
    </TimeSeries>
  );
}

/** `TooltipHoverMode.xAll`, a constant that only type checkers see. */
const HOVER_ALL_SERIES = 1;

const isGraphable = ({ fields, length }: DataFrame) =>
  length > 0 && fields.some(({ type }) => type === FieldType.time) && fields.some(isDrawn);

function isDrawn({ type, config }: Field): boolean {
  return (type === FieldType.number || type === FieldType.boolean) && config.custom?.hideFrom?.viz !== true;
}

function numbersOnly(frame: DataFrame): DataFrame {
  const fields = frame.fields
    .filter((field) => field.type === FieldType.time || isDrawn(field))
    .map((field) =>
      field.type === FieldType.boolean
        ? {
            ...field,
            type: FieldType.number,
            values: field.values.map((value) => (value === null ? null : Number(value))),
          }
        : field,
    );
  return { ...frame, fields };
}

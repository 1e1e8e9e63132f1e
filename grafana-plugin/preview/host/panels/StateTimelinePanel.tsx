import { css } from '@emotion/css';
import {
  dateTimeFormat,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { AxisPlacement, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import {
  Tooltip,
  UPlotChart,
  UPlotConfigBuilder,
  useStyles2,
  useTheme2,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import { useMemo } from 'react';
import { Annotations } from '../plot/Annotations';
import { PlotOverlay, toPercent } from '../plot/PlotOverlay';

interface StateTimelineOptions {
  rowHeight?: number;
}

/** A period in which a field kept its state, in milliseconds. */
interface Period {
  from: number;
  to: number;
  text: string;
  color: string | undefined;
}

interface Row {
  name: string;
  periods: Period[];
}

/** Horizontal bars of states over time, one row per field. Equal neighboring states are merged. */
export function StateTimelinePanel(props: PanelProps<StateTimelineOptions>) {
  const { id, data, fieldConfig, options, timeRange, timeZone, width, height } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const rows = useMemo(() => readRows(data.series, timeRange), [data.series, timeRange]);
  const names = JSON.stringify(rows.map(({ name }) => name));
  const config = useMemo(() => buildConfig(JSON.parse(names), theme, timeZone), [names, theme, timeZone]);
  if (rows.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const position = toPercent(from, to);
  const rowHeight = 100 / rows.length;
  const barHeight = rowHeight * (options.rowHeight ?? 0.9);
  const fillOpacity = Number(fieldConfig.defaults.custom?.fillOpacity ?? 70) / 100;
  return (
    <UPlotChart
      config={config}
      data={[[from, to], ...rows.map(() => [null, null])] as never}
      width={width}
      height={height}
    >
      <PlotOverlay config={config}>
        {rows.flatMap(({ name, periods }, at) =>
          periods.map((period) => {
            const [left, right] = [position(period.from), position(period.to)];
            const top = rowHeight * at + (rowHeight - barHeight) / 2;
            return (
              <Tooltip
                key={`${name}-${period.from}`}
                content={<Details name={name} period={period} timeZone={timeZone} />}
              >
                <div
                  className={styles.period}
                  style={{ left: `${left}%`, width: `${right - left}%`, top: `${top}%`, height: `${barHeight}%` }}
                >
                  <div className={styles.fill} style={{ background: period.color, opacity: fillOpacity }} />
                  <span className={styles.text}>{right - left > 6 ? period.text : ''}</span>
                </div>
              </Tooltip>
            );
          }),
        )}
      </PlotOverlay>
      <Annotations config={config} frames={data.annotations} timeRange={timeRange} timeZone={timeZone} />
    </UPlotChart>
  );
}

function Details({ name, period, timeZone }: { name: string; period: Period; timeZone: string }) {
  const { from, to, text, color } = period;
  const times = `${dateTimeFormat(from, { timeZone })} - ${dateTimeFormat(to, { timeZone })}`;
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{ label: '', value: times }} />
      <VizTooltipContent items={[{ label: name, value: text, ...(color === undefined ? {} : { color }) }]} />
    </VizTooltipWrapper>
  );
}

/** The axes alone: time below, a name per row on the left. */
function buildConfig(names: string[], theme: GrafanaTheme2, timeZone: string): UPlotConfigBuilder {
  const builder = new UPlotConfigBuilder(timeZone);
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: (_plot, min, max) => [min, max],
  });
  builder.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Down,
    range: [0, names.length],
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    theme,
    grid: { show: true },
  });
  builder.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    theme,
    splits: () => names.map((_name, at) => at + 0.5),
    values: () => names,
    grid: { show: false },
    ticks: { show: false },
    gap: 15,
  });
  names.forEach(() => builder.addSeries({ scaleKey: 'y', theme, pathBuilder: () => null, show: true }));
  builder.setCursor({ show: false });
  return builder;
}

function readRows(frames: DataFrame[], timeRange: TimeRange): Row[] {
  const end = timeRange.to.valueOf();
  return frames.flatMap((frame) => {
    const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
    return frame.fields
      .filter(({ type }) => type !== FieldType.time)
      .map((field) => ({ name: getFieldDisplayName(field, frame, frames), periods: readPeriods(times, field, end) }));
  });
}

function readPeriods(times: number[], field: Field, end: number): Period[] {
  const periods: Period[] = [];
  times.forEach((from, at) => {
    const shown = field.display?.(field.values[at]);
    const text = shown === undefined ? String(field.values[at]) : formattedValueToString(shown);
    const last = periods.at(-1);
    if (last !== undefined && last.text === text) {
      return;
    }
    if (last !== undefined) {
      last.to = from;
    }
    periods.push({ from, to: end, text, color: shown?.color });
  });
  return periods;
}

const getStyles = (theme: GrafanaTheme2) => ({
  period: css({ position: 'absolute', overflow: 'hidden', pointerEvents: 'auto' }),
  fill: css({ position: 'absolute', inset: 0 }),
  text: css({
    position: 'absolute',
    inset: theme.spacing(0, 0.75),
    display: 'flex',
    alignItems: 'center',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.primary,
  }),
});

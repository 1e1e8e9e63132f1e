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
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, Tooltip, useStyles2 } from '@grafana/ui';

interface Period {
  from: number;
  to: number;
  text: string;
  color: string | undefined;
}

/** Stretches of the same state, each until the next begins. */
function periodsOf(times: number[], field: Field, end: number): Period[] {
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

const isState = ({ type }: Field) => type !== FieldType.time;

export function StateTimelinePanel({ id, data, fieldConfig, timeRange, timeZone }: PanelProps) {
  const styles = useStyles2(getStyles);
  const [start, end] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const rows = data.series.flatMap((frame: DataFrame) => {
    const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
    return frame.fields.filter(isState).map((field) => ({
      name: getFieldDisplayName(field, frame, data.series),
      periods: periodsOf(times, field, end),
    }));
  });
  if (rows.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  const left = (time: number) => (100 * (Math.max(time, start) - start)) / (end - start);
  return (
    <ScrollContainer height="100%">
      {rows.map(({ name, periods }) => (
        <div key={name} className={styles.row}>
          <span className={styles.name}>{name}</span>
          <div className={styles.track}>
            {periods.map(({ from, to, text, color }) => (
              <Tooltip key={from} content={`${text} from ${dateTimeFormat(from, { timeZone })}`}>
                <span
                  className={styles.period}
                  style={{ left: `${left(from)}%`, width: `${left(to) - left(from)}%`, background: color }}
                >
                  {left(to) - left(from) > 12 ? text : ''}
                </span>
              </Tooltip>
            ))}
          </div>
        </div>
      ))}
    </ScrollContainer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), padding: theme.spacing(0.5, 1) }),
  name: css({
    flex: '0 0 90px',
    textAlign: 'right',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  track: css({ position: 'relative', flex: 1, height: 28, background: theme.colors.background.secondary }),
  period: css({
    position: 'absolute',
    inset: '0 auto',
    overflow: 'hidden',
    padding: theme.spacing(0.5, 0.75),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.getContrastText(theme.colors.success.main),
  }),
});

import { css } from '@emotion/css';
import { dateTimeFormat, FieldType, type DataFrame, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, useStyles2 } from '@grafana/ui';

interface Line {
  key: string;
  time: number;
  text: string;
  severity: string;
}

const MOST_LINES = 1000;

/** Fields of a `log-lines` frame. */
function linesOf(frame: DataFrame, index: number): Line[] {
  const field = (name: string) => frame.fields.find((one) => one.name === name)?.values;
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  const [bodies, ids, severities] = [field('body'), field('id'), field('severity')];
  return times.map((time, row) => ({
    key: `${index}-${ids?.[row] ?? ''}-${row}`,
    time,
    text: String(bodies?.[row] ?? ''),
    severity: String(severities?.[row] ?? ''),
  }));
}

export function LogsPanel({ data, id, timeZone }: PanelProps) {
  const styles = useStyles2(getStyles);
  const lines = data.series
    .flatMap(linesOf)
    .sort((a, b) => b.time - a.time)
    .slice(0, MOST_LINES);
  if (lines.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} />;
  }
  return (
    <ScrollContainer height="100%">
      <ol className={styles.list}>
        {lines.map(({ key, time, text, severity }) => (
          <li key={key} className={styles.line} data-severity={severity}>
            <time className={styles.time} dateTime={new Date(time).toISOString()}>
              {dateTimeFormat(time, { timeZone })}
            </time>
            <span className={styles.text}>{text}</span>
          </li>
        ))}
      </ol>
    </ScrollContainer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  line: css({
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.25, 1),
    borderLeft: `3px solid ${theme.colors.info.border}`,
    '&[data-severity="warning"], &[data-severity="warn"]': { borderColor: theme.colors.warning.border },
    '&[data-severity="error"], &[data-severity="critical"]': { borderColor: theme.colors.error.border },
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  time: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  text: css({ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
});

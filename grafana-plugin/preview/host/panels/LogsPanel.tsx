import { css } from '@emotion/css';
import { dateTimeFormat, FieldType, type DataFrame, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

interface LogLine {
  key: string;
  time: number;
  text: string;
  severity: string;
  labels: Record<string, unknown>;
}

const MAX_LINES = 1000;

/** Log lines, newest first. A click shows the labels of a line. */
export function LogsPanel({ data, id, fieldConfig, timeZone }: PanelProps) {
  const styles = useStyles2(getStyles);
  const [openKey, setOpenKey] = useState<string>();
  const lines = data.series
    .flatMap(readLines)
    .sort((a, b) => b.time - a.time)
    .slice(0, MAX_LINES);
  if (lines.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  return (
    <ScrollContainer height="100%">
      <ol className={styles.list}>
        {lines.map(({ key, time, text, severity, labels }) => (
          <li key={key} className={styles.line} data-severity={severity}>
            <button
              type="button"
              className={styles.summary}
              aria-expanded={key === openKey}
              onClick={() => setOpenKey(key === openKey ? undefined : key)}
            >
              <time className={styles.time} dateTime={new Date(time).toISOString()}>
                {dateTimeFormat(time, { timeZone })}
              </time>
              <span className={styles.text}>{text}</span>
            </button>
            {key === openKey && <Labels labels={labels} />}
          </li>
        ))}
      </ol>
    </ScrollContainer>
  );
}

function Labels({ labels }: { labels: Record<string, unknown> }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.labels}>
      {Object.entries(labels).map(([name, value]) => (
        <div key={name} className={styles.label}>
          <dt className={styles.labelName}>{name}</dt>
          <dd className={styles.labelValue}>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Reads a frame of type `log-lines`. */
function readLines(frame: DataFrame, index: number): LogLine[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  const [bodies, ids, severities, labels] = ['body', 'id', 'severity', 'labels'].map(column);
  return times.map((time, row) => ({
    key: `${index}-${ids?.[row] ?? row}`,
    time,
    text: String(bodies?.[row] ?? ''),
    severity: String(severities?.[row] ?? ''),
    labels: labels?.[row] ?? {},
  }));
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
    borderLeft: `3px solid ${theme.colors.info.border}`,
    '&[data-severity="warning"], &[data-severity="warn"]': { borderColor: theme.colors.warning.border },
    '&[data-severity="error"], &[data-severity="critical"]': { borderColor: theme.colors.error.border },
  }),
  summary: css({
    display: 'flex',
    gap: theme.spacing(1.5),
    width: '100%',
    padding: theme.spacing(0.25, 1),
    border: 0,
    background: 'none',
    font: 'inherit',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
  }),
  time: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  text: css({ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
  labels: css({
    margin: theme.spacing(0.5, 1, 0, 2),
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
  }),
  label: css({ display: 'flex', gap: theme.spacing(2) }),
  labelName: css({ flex: '0 0 140px', color: theme.colors.text.secondary, fontWeight: 'normal' }),
  labelValue: css({ margin: 0, overflowWrap: 'anywhere' }),
});

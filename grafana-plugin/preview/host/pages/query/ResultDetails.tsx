import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelData } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import type { QueryWorkbench } from './queryScene';

/** Errors, notices and size of the result. */
export function ResultDetails({ workbench }: { workbench: QueryWorkbench }) {
  const styles = useStyles2(getStyles);
  const { data } = workbench.runner.useState();
  if (data === undefined) {
    return null;
  }
  const notices = data.series.flatMap(({ meta }) => meta?.notices ?? []);
  return (
    <div className={styles.details}>
      {(data.errors ?? []).map(({ refId, message }) => (
        <Alert key={`${refId}-${message}`} severity="error" title={`${refId ?? ''}: ${message ?? 'failed'}`} />
      ))}
      {notices.map(({ severity, text }) => (
        <Alert key={text} severity={severity} title={text} />
      ))}
      <p className={styles.size} data-testid="result-size">
        {sizeOf(data)}
      </p>
    </div>
  );
}

function sizeOf({ series, state }: PanelData): string {
  const rows = series.reduce((sum, { length }) => sum + length, 0);
  return `${state}: ${series.length} ${series.length === 1 ? 'frame' : 'frames'}, ${rows} ${rows === 1 ? 'row' : 'rows'}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({ display: 'flex', flexDirection: 'column' }),
  size: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});

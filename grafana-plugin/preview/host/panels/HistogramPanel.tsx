import { css } from '@emotion/css';
import { buildHistogram, formattedValueToString, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { Tooltip, useStyles2, useTheme2 } from '@grafana/ui';

interface HistogramOptions {
  bucketSize?: number;
  bucketOffset?: number;
}

/** Bars of how often values lie in which bucket; the buckets are Grafana's own. */
export function HistogramPanel({ id, data, options, fieldConfig }: PanelProps<HistogramOptions>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { bucketSize, bucketOffset } = options;
  const histogram = buildHistogram(data.series, { bucketSize, bucketOffset, combine: true }, theme);
  if (histogram === null) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsNumberField />;
  }
  const counts = histogram.counts[0]?.values ?? [];
  const most = Math.max(...counts);
  const name = (at: number) => {
    const value = histogram.xMin.values[at];
    return histogram.xMin.display === undefined ? String(value) : formattedValueToString(histogram.xMin.display(value));
  };
  return (
    <div className={styles.chart}>
      {counts.map((count, at) => (
        <Tooltip key={name(at)} content={`${name(at)}: ${count}`}>
          <div className={styles.column}>
            <span className={styles.count}>{count}</span>
            <div className={styles.bar} style={{ height: `${(70 * count) / most}%` }} />
            <span className={styles.name}>{name(at)}</span>
          </div>
        </Tooltip>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chart: css({ display: 'flex', height: '100%', alignItems: 'stretch', gap: 2, padding: theme.spacing(1) }),
  column: css({ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', justifyContent: 'flex-end' }),
  bar: css({ background: theme.visualization.getColorByName('green'), borderRadius: '2px 2px 0 0', minHeight: 1 }),
  count: css({ textAlign: 'center', fontSize: 11, color: theme.colors.text.secondary, overflow: 'hidden' }),
  name: css({
    textAlign: 'center',
    fontSize: 11,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    borderTop: `1px solid ${theme.colors.border.medium}`,
  }),
});

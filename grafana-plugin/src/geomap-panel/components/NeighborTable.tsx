import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { DescribeContext } from '../describe/fieldRows';
import { formatAge, formatDistance, formatSignal } from '../describe/format';
import type { Neighbor } from '../describe/neighbors';
import { signalColor } from '../scene/signal';
const more = (count: number) =>
  t('neighbor-table.more', '{{count}} more', { count, defaultValue_one: '{{count}} more' });
const SHOWN = 8;

export interface NeighborTableProps {
  readonly rows: readonly Neighbor[];
  readonly context: DescribeContext;
  /** Which signals to show: only those the neighbors received, or both. */
  readonly direction: 'out' | 'both';
  readonly onShow: (nodeId: string) => void;
}

function Signal({ snr, margin, has, arrow, label, context }: SignalProps) {
  if (!has) {
    return null;
  }
  return (
    <span
      title={`${label}: ${formatSignal({ snr, margin })}`}
      style={{ color: signalColor({ snr, margin }, context.theme) }}
    >
      {arrow} {snr === undefined ? t('neighbor-table.unknown', '?') : snr.toFixed(1)}
    </span>
  );
}
interface SignalProps {
  readonly snr: number | undefined;
  readonly margin: number | undefined;
  readonly has: boolean;
  readonly arrow: string;
  readonly label: string;
  readonly context: DescribeContext;
}

/** Neighbors with SNR per direction, distance and age; a click opens the card of the neighbor. */
export function NeighborTable({ rows, context, direction, onShow }: NeighborTableProps) {
  const styles = useStyles2(getStyles);
  const [isLong, setLong] = useState(false);
  const shown = isLong ? rows : rows.slice(0, SHOWN);
  return (
    <>
      <table className={styles.table}>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <td className={styles.name}>
                <button type="button" className={styles.link} onClick={() => onShow(row.id)}>
                  {row.name}
                </button>
              </td>
              <td className={styles.signal}>
                <Signal
                  snr={row.heardBy}
                  margin={row.heardByMargin}
                  has={row.hasOut}
                  arrow="→"
                  label={t('neighbor-table.heard-by', 'SNR at which the neighbor receives this node')}
                  context={context}
                />{' '}
                {direction === 'both' && (
                  <Signal
                    snr={row.hears}
                    margin={row.hearsMargin}
                    has={row.hasIn}
                    arrow="←"
                    label={t('neighbor-table.hears', 'SNR at which this node receives the neighbor')}
                    context={context}
                  />
                )}
              </td>
              <td>{row.distanceM === undefined ? '' : formatDistance(row.distanceM)}</td>
              <td>{row.lastSeen === undefined ? '' : formatAge(Math.max(0, context.at - row.lastSeen))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <button type="button" className={styles.link} onClick={() => setLong(true)}>
          {more(rows.length - shown.length)}
        </button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    fontSize: 11,
    td: {
      padding: '1px 0 1px 6px',
      textAlign: 'right',
      whiteSpace: 'nowrap',
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  name: css({
    // Takes what the other columns leave, whatever is in it.
    '&&': {
      textAlign: 'left',
      paddingLeft: 0,
      width: '100%',
      maxWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
  }),
  signal: css({ '&&': { fontWeight: theme.typography.fontWeightMedium } }),
  link: css({
    background: 'none',
    border: 'none',
    padding: 0,
    fontSize: 11,
    color: theme.colors.text.link,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'bottom',
    '&:hover': { textDecoration: 'underline' },
  }),
});

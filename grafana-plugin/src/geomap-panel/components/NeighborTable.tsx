import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { DescribeContext } from '../describe/fieldRows';
import { formatAge, formatDistance } from '../describe/format';
import type { Neighbour } from '../describe/neighbors';
import { snrColor } from '../scene/signal';
import { t } from '@grafana/i18n';
import { phrases } from '../../i18n/phrases';

const text = phrases('neighbour-table', {
  heardBy: 'is heard at',
  hears: 'hears at',
  unknown: '?',
});
const more = (count: number) => t('neighbour-table.more', '{{count}} more', { count });
const SHOWN = 8;

export interface NeighbourTableProps {
  readonly rows: readonly Neighbour[];
  readonly context: DescribeContext;
  /** Only how the node is heard, or both ways. */
  readonly direction: 'out' | 'both';
  readonly onShow: (nodeId: string) => void;
}

function Signal({ snr, has, arrow, label, context }: SignalProps) {
  if (!has) {
    return null;
  }
  return (
    <span title={label} style={{ color: snrColor(snr, context.theme) }}>
      {arrow} {snr === undefined ? text.unknown : snr.toFixed(1)}
    </span>
  );
}
interface SignalProps {
  readonly snr: number | undefined;
  readonly has: boolean;
  readonly arrow: string;
  readonly label: string;
  readonly context: DescribeContext;
}

/** Neighbours with SNR per direction, distance and age; a click goes there. */
export function NeighbourTable({ rows, context, direction, onShow }: NeighbourTableProps) {
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
                <Signal snr={row.heardBy} has={row.hasOut} arrow="→" label={text.heardBy} context={context} />{' '}
                {direction === 'both' && (
                  <Signal snr={row.hears} has={row.hasIn} arrow="←" label={text.hears} context={context} />
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

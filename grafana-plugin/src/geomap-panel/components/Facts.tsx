import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { FieldRow } from '../describe/fieldRows';

/** Names and values in two columns, with a dot where the color of a value has a meaning. */
export function Facts({ rows }: { readonly rows: readonly FieldRow[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.rows}>
      {rows.map(({ name, label, value, color }) => (
        <React.Fragment key={name}>
          <dt>{label}</dt>
          <dd>
            {color !== undefined && <span className={styles.dot} style={{ background: color }} />}
            {value}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: theme.spacing(1.5),
    rowGap: 2,
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
  }),
  dot: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 4, marginRight: 6 }),
});

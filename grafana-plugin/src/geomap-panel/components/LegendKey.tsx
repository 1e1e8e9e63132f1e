import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { KeyEntry } from '../layers/layer';
import { testIds } from '../testIds';
import { plainButton } from './chrome';
import { KeyMarkView } from './KeyMarkView';

/** Two labels of this length fit side by side. */
const SHORT_LABEL = 13;

/** Meaning of the shapes, outlines and lines on the map. */
export function LegendKey({
  entries,
  startOpen,
}: {
  readonly entries: readonly KeyEntry[];
  readonly startOpen: boolean;
}) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(startOpen);
  if (entries.length === 0) {
    return null;
  }
  return (
    <div className={styles.box}>
      <button
        type="button"
        className={styles.header}
        aria-expanded={isOpen}
        data-testid={testIds.keyToggle}
        onClick={() => setOpen(!isOpen)}
      >
        <span>{t('key.title', 'Signs on the map')}</span>
        <Icon name={isOpen ? 'angle-down' : 'angle-up'} size="sm" />
      </button>
      {isOpen && (
        <ul className={styles.list} data-testid={testIds.key}>
          {entries.map(({ mark, label }) => (
            <li key={label} className={cx(styles.entry, label.length > SHORT_LABEL && styles.wide)}>
              <KeyMarkView mark={mark} />
              <span>{label}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ borderTop: `1px solid ${theme.colors.border.weak}`, marginTop: theme.spacing(0.75), paddingTop: 4 }),
  header: css({ ...plainButton(theme), display: 'flex', alignItems: 'center', gap: 6 }),
  list: css({
    listStyle: 'none',
    margin: theme.spacing(0.25, 0, 0),
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: 1,
  }),
  wide: css({ gridColumn: '1 / -1' }),
  entry: css({ display: 'flex', alignItems: 'center', gap: 6, lineHeight: '16px' }),
});

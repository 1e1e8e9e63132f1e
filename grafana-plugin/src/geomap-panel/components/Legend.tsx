import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { KeyEntry } from '../layers/layer';
import type { LegendLayer } from '../layers/legend';
import { testIds } from '../testIds';
import { chrome, plainButton } from './chrome';
import { LegendKey } from './LegendKey';
import { LegendEntry, type LegendEntryProps } from './LegendEntry';

export interface LegendProps extends Omit<LegendEntryProps, 'layer'> {
  readonly layers: readonly LegendLayer[];
  readonly signs: readonly KeyEntry[];
  readonly startOpen: boolean;
  readonly startWithKey: boolean;
}

/** Layers on the map with their color scales, and a switch for each of them. */
export function Legend({ layers, signs, startOpen, startWithKey, ...entry }: LegendProps) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(startOpen);
  return (
    <section
      className={cx(styles.chrome, styles.box)}
      aria-label={t('legend.title', 'Legend')}
      data-testid={testIds.legend}
    >
      <button
        type="button"
        className={styles.header}
        aria-expanded={isOpen}
        aria-label={isOpen ? t('legend.hide', 'Hide the legend') : t('legend.show', 'Show the legend')}
        data-testid={testIds.legendToggle}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="layers-alt" size="sm" />
        <span>{t('legend.title', 'Legend')}</span>
        <Icon name={isOpen ? 'angle-down' : 'angle-up'} size="sm" />
      </button>
      {isOpen && (
        <>
          <ul className={styles.list}>
            {layers.map((layer) => (
              <LegendEntry key={layer.id} layer={layer} {...entry} />
            ))}
          </ul>
          <LegendKey entries={signs} startOpen={startWithKey} />
        </>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  box: css({
    padding: theme.spacing(0.5, 1),
    maxWidth: 250,
    maxHeight: '100%',
    overflowY: 'auto',
    pointerEvents: 'auto',
  }),
  header: css({
    ...plainButton(theme),
    display: 'flex',
    alignItems: 'center',
    gap: 6,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0), display: 'grid', gap: 3 }),
});

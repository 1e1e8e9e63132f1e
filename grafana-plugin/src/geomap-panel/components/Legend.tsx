import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { LegendLayer } from '../layers/legend';
import { testIds } from '../testIds';
import { chrome } from './chrome';
import { ScaleLegendView } from './ScaleLegendView';

export interface LegendProps {
  readonly layers: readonly LegendLayer[];
  readonly startOpen: boolean;
  readonly onToggleLayer: (id: string) => void;
  readonly onToggleKind: (kind: string) => void;
  readonly children?: React.ReactNode;
}

function LayerEntry({
  layer,
  onToggleLayer,
  onToggleKind,
}: { readonly layer: LegendLayer } & Pick<LegendProps, 'onToggleLayer' | 'onToggleKind'>) {
  const styles = useStyles2(getStyles);
  const { id, name, count, isOn, kinds, scale } = layer;
  return (
    <li>
      <button
        type="button"
        className={cx(styles.entry, !isOn && styles.off)}
        aria-pressed={isOn}
        data-testid={testIds.layer(id)}
        onClick={() => onToggleLayer(id)}
      >
        <Icon name={isOn ? 'eye' : 'eye-slash'} size="sm" />
        <span>{name}</span>
        {count !== undefined && <span className={styles.count}>{count.toLocaleString()}</span>}
      </button>
      {isOn && scale !== undefined && <ScaleLegendView {...scale} />}
      {isOn && kinds.length > 1 && (
        <div className={styles.kinds} role="group" aria-label={t('legend.kinds', 'Link kinds')}>
          {kinds.map(({ kind, isOn: isKindOn }) => (
            <button
              key={kind}
              type="button"
              className={cx(styles.kind, !isKindOn && styles.off)}
              aria-pressed={isKindOn}
              data-testid={testIds.kind(kind)}
              onClick={() => onToggleKind(kind)}
            >
              {kind}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Layers on the map with their color scales, and a switch for each of them. */
export function Legend({ layers, startOpen, onToggleLayer, onToggleKind, children }: LegendProps) {
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
              <LayerEntry key={layer.id} layer={layer} onToggleLayer={onToggleLayer} onToggleKind={onToggleKind} />
            ))}
          </ul>
          {children}
        </>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const plain = {
    background: 'none',
    border: 'none',
    padding: 0,
    textAlign: 'left',
    color: 'inherit',
    fontSize: 'inherit',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  } as const;
  return {
    chrome: chrome(theme),
    box: css({
      padding: theme.spacing(0.5, 1),
      maxWidth: 250,
      maxHeight: '100%',
      overflowY: 'auto',
      pointerEvents: 'auto',
    }),
    header: css({
      ...plain,
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      fontWeight: theme.typography.fontWeightMedium,
    }),
    list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0), display: 'grid', gap: 3 }),
    entry: css({ ...plain, display: 'flex', alignItems: 'center', gap: 8, width: '100%', lineHeight: '18px' }),
    count: css({ marginLeft: 'auto', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    off: css({ color: theme.colors.text.disabled }),
    kinds: css({ display: 'flex', flexWrap: 'wrap', gap: 4, margin: '4px 0 2px 22px' }),
    kind: css({
      ...plain,
      fontSize: 10,
      lineHeight: '14px',
      padding: '0 6px',
      borderRadius: theme.shape.radius.pill,
      border: `1px solid ${theme.colors.border.medium}`,
    }),
  };
};

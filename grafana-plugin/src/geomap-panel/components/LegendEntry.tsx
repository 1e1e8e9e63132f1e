import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { LayerChoiceProps } from '../layers/layer';
import type { LegendLayer } from '../layers/legend';
import { testIds } from '../testIds';
import { plainButton } from './chrome';
import { ScaleLegendView } from './ScaleLegendView';

export interface LegendEntryProps extends Omit<LayerChoiceProps, 'onChoose'> {
  readonly layer: LegendLayer;
  readonly onToggleLayer: (id: string) => void;
  readonly onToggleKind: (layerId: string, kind: string) => void;
  readonly onChoose: (layerId: string, id: string) => void;
}

/** One layer in the legend: its switch, its colors, the kinds of things it draws and what can be chosen among them. */
export function LegendEntry({ layer, onToggleLayer, onToggleKind, onChoose, ...choice }: LegendEntryProps) {
  const styles = useStyles2(getStyles);
  const { id, name, count, isOn, kinds, scale, Choice } = layer;
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
        <div className={styles.kinds} role="group" aria-label={t('legend.kinds', 'Kinds')}>
          {kinds.map(({ kind, label, count: kindCount, isOn: isKindOn }) => (
            <button
              key={kind}
              type="button"
              className={cx(styles.kind, isKindOn && styles.kindOn)}
              aria-pressed={isKindOn}
              data-testid={testIds.kind(kind)}
              onClick={() => onToggleKind(id, kind)}
            >
              {label} <span className={styles.kindCount}>{kindCount.toLocaleString()}</span>
            </button>
          ))}
        </div>
      )}
      {isOn && Choice !== undefined && <Choice {...choice} onChoose={(chosen) => onChoose(id, chosen)} />}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const plain = plainButton(theme);
  return {
    entry: css({ ...plain, display: 'flex', alignItems: 'center', gap: 8, width: '100%', lineHeight: '18px' }),
    count: css({ marginLeft: 'auto', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    off: css({ color: theme.colors.text.secondary, textDecoration: 'line-through' }),
    kinds: css({ display: 'flex', flexWrap: 'wrap', gap: 4, margin: '4px 0 2px 22px' }),
    kind: css({
      ...plain,
      fontSize: 12,
      lineHeight: '18px',
      padding: '0 8px',
      borderRadius: theme.shape.radius.pill,
      border: `1px solid ${theme.colors.text.secondary}`,
      color: theme.colors.text.secondary,
    }),
    // Filled: drawn; outlined: not.
    kindOn: css({
      background: theme.colors.text.primary,
      borderColor: theme.colors.text.primary,
      color: theme.colors.background.primary,
    }),
    kindCount: css({ fontVariantNumeric: 'tabular-nums' }),
  };
};

import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ScaleLegend } from '../scene/colorScale';
import { testIds } from '../testIds';

/** Explains a color scale: labeled steps, or a gradient with its limits. */
export function ScaleLegendView({ title, kind, steps, swatch }: ScaleLegend & { readonly swatch: 'dot' | 'line' }) {
  const styles = useStyles2(getStyles);
  if (steps.length === 0) {
    return null;
  }
  return (
    <div className={styles.scale} data-testid={testIds.colorScale}>
      {title !== '' && <div className={styles.title}>{title}</div>}
      {kind === 'gradient' ? (
        <>
          <div
            className={styles.gradient}
            style={{ background: `linear-gradient(to right, ${steps.map(({ color }) => color).join(', ')})` }}
          />
          <div className={styles.ends}>
            <span>{steps[0]?.label}</span>
            <span>{steps.at(-1)?.label}</span>
          </div>
        </>
      ) : (
        <div className={styles.steps}>
          {steps.map(({ label, color }, index) => (
            <span key={`${label}/${index}`} className={styles.step}>
              <span className={swatch === 'dot' ? styles.dot : styles.line} style={{ background: color }} />
              {label}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scale: css({ marginTop: theme.spacing(0.5), marginLeft: 22 }),
  title: css({ color: theme.colors.text.secondary, fontSize: 12, lineHeight: '16px' }),
  gradient: css({ height: 6, borderRadius: 3, margin: '3px 0 2px' }),
  ends: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1), fontSize: 12 }),
  steps: css({ display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(1), maxWidth: 210 }),
  step: css({ display: 'inline-flex', alignItems: 'center', gap: 4, fontSize: 12, lineHeight: '16px' }),
  dot: css({ width: 8, height: 8, borderRadius: 4 }),
  line: css({ width: 12, height: 3, borderRadius: 2 }),
});

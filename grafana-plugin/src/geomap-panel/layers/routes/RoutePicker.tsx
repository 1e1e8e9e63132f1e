import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatTime } from '../../describe/format';
import { dataOf } from '../../frames/layerData';
import { testIds } from '../../testIds';
import type { LayerChoiceProps } from '../layer';
import { routesData, routeTitle } from './data';
import { directionColor, shownRoute } from './shownRoute';

const SHOWN = 100;

/** Selects the traceroute that is drawn, and explains its two colors. */
export function RoutePicker({ scene, timeZone, onChoose }: LayerChoiceProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const directions = [
    { label: t('route-picker.towards', 'to destination'), color: directionColor('towards', theme) },
    { label: t('route-picker.back', 'back'), color: directionColor('back', theme) },
  ];
  return (
    <div className={styles.picker}>
      <select
        className={styles.select}
        value={shownRoute(scene)?.id ?? ''}
        aria-label={t('route-picker.label', 'Traceroute')}
        data-testid={testIds.routePicker}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {dataOf(scene.mesh, routesData)
          .slice(0, SHOWN)
          .map((route) => (
            <option key={route.id} value={route.id}>
              {routeTitle(route)} · {formatTime(route.time, timeZone)}
            </option>
          ))}
      </select>
      <div className={styles.directions}>
        {directions.map(({ label, color }) => (
          <span key={label} className={styles.direction}>
            <span className={styles.line} style={{ background: color }} />
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  picker: css({ marginTop: theme.spacing(0.75) }),
  select: css({
    width: '100%',
    background: theme.components.input.background,
    color: theme.components.input.text,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    fontSize: 12,
    height: 24,
    lineHeight: '20px',
    padding: '0 4px',
  }),
  directions: css({ display: 'flex', gap: theme.spacing(1), marginTop: 2 }),
  direction: css({ display: 'inline-flex', alignItems: 'center', gap: 4, fontSize: 12 }),
  line: css({ width: 14, height: 3, borderRadius: 2 }),
});

import React from 'react';
import { isolated } from '@mesh-observatory/contract/isolated';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { formatBearing, formatDistance } from '../describe/format';
import type { Measurement } from '../map/measure';
import { testIds } from '../testIds';
import { chrome } from './chrome';

/** Distance, bearing and line of sight of the measured line. */
export function MeasureReadout({ measurement }: { readonly measurement: Measurement | undefined }) {
  const styles = useStyles2(getStyles);
  if (measurement === undefined) {
    return (
      <div className={cx(styles.chrome, styles.box)} data-testid={testIds.measureReadout}>
        {t('measure-readout.start', 'Click a node or a point to measure from. Esc ends measuring.')}
      </div>
    );
  }
  const { points, totalM, legM, bearing, backBearing, sight, heightsKnown } = measurement;
  const [before, last] = points.slice(-2);
  const facts: Array<readonly [string, string]> = [
    [t('measure-readout.distance', 'Distance'), formatDistance(legM)],
    ...(points.length > 2 ? [[t('measure-readout.total', 'Total distance'), formatDistance(totalM)] as const] : []),
    [
      t('measure-readout.bearing', 'Bearing'),
      t('measure-readout.bearings', '{{bearing}}, back {{back}}', {
        bearing: formatBearing(bearing),
        back: formatBearing(backBearing),
      }),
    ],
    [t('measure-readout.sight', 'Line of sight'), formatDistance(sight.distanceM)],
    [t('measure-readout.bulge', 'Earth bulge at midpoint'), formatDistance(sight.bulgeM)],
    ...(heightsKnown ? [[t('measure-readout.horizon', 'Radio horizon'), formatDistance(sight.horizonM)] as const] : []),
  ];
  return (
    <div className={cx(styles.chrome, styles.box)} role="status" data-testid={testIds.measureReadout}>
      {(before?.name ?? last?.name) !== undefined && (
        <div className={styles.ends}>{[before?.name, last?.name].map((name = '•') => isolated(name)).join(' → ')}</div>
      )}
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <React.Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {!heightsKnown && (
        <div className={styles.note}>{t('measure-readout.sea-level', 'Altitudes unknown; sea level assumed')}</div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  box: css({ padding: theme.spacing(0.75, 1.25), maxWidth: 280, pointerEvents: 'auto' }),
  ends: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: 2, overflowWrap: 'anywhere' }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: theme.spacing(1.5),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
  note: css({ color: theme.colors.text.secondary, fontSize: 10, marginTop: 2 }),
});

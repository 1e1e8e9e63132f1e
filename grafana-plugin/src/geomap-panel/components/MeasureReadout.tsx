import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatBearing, formatDistance } from '../describe/format';
import type { Measurement } from '../map/measure';
import { testIds } from '../testIds';
import { chrome } from './chrome';
import { phrases } from '../../i18n/phrases';

const text = phrases('measure-readout', {
  start: 'Click a node or a place to measure from. Esc ends.',
  distance: 'Distance',
  total: 'In all',
  bearing: 'Bearing',
  back: 'back',
  sight: 'Line of sight',
  bulge: 'Earth bulge midway',
  horizon: 'Radio horizon',
  seaLevel: 'Heights unknown: as at sea level',
});

/** What the measuring line says. */
export function MeasureReadout({ measurement }: { readonly measurement: Measurement | undefined }) {
  const styles = useStyles2(getStyles);
  if (measurement === undefined) {
    return (
      <div className={cx(styles.chrome, styles.box)} data-testid={testIds.measureReadout}>
        {text.start}
      </div>
    );
  }
  const { points, totalM, legM, bearing, backBearing, sight, heightsKnown } = measurement;
  const [before, last] = points.slice(-2);
  const facts: Array<readonly [string, string]> = [
    [text.distance, formatDistance(legM)],
    ...(points.length > 2 ? [[text.total, formatDistance(totalM)] as const] : []),
    [text.bearing, `${formatBearing(bearing)}, ${text.back} ${formatBearing(backBearing)}`],
    [text.sight, formatDistance(sight.distanceM)],
    [text.bulge, formatDistance(sight.bulgeM)],
    ...(heightsKnown ? [[text.horizon, formatDistance(sight.horizonM)] as const] : []),
  ];
  return (
    <div className={cx(styles.chrome, styles.box)} role="status" data-testid={testIds.measureReadout}>
      {(before?.name ?? last?.name) !== undefined && (
        <div className={styles.ends}>
          {before?.name ?? '•'} → {last?.name ?? '•'}
        </div>
      )}
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <React.Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {!heightsKnown && <div className={styles.note}>{text.seaLevel}</div>}
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

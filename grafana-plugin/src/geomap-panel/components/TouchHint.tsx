import React, { useEffect, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type OlMap from 'ol/Map';
import { watchOneFinger } from '../map/touch';
import { testIds } from '../testIds';
import { chrome } from './chrome';

const SHOWN_MS = 1500;

/** Says how the map is moved when a finger alone tries to. */
export function TouchHint({ map }: { readonly map: OlMap }) {
  const styles = useStyles2(getStyles);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = watchOneFinger(map, () => {
      clearTimeout(timer);
      setShown(true);
      timer = setTimeout(() => setShown(false), SHOWN_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [map]);
  return (
    <div className={styles.place} role="status">
      {isShown && (
        <span className={cx(styles.chrome, styles.hint)} data-testid={testIds.touchHint}>
          {t('touch-hint.two-fingers', 'Use two fingers to move the map')}
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  place: css({
    position: 'absolute',
    inset: 0,
    display: 'grid',
    placeItems: 'center',
    pointerEvents: 'none',
    zIndex: 2,
  }),
  hint: css({ padding: theme.spacing(1, 2) }),
});

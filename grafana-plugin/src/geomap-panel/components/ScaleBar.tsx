import React, { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type OlMap from 'ol/Map';
import { unByKey } from 'ol/Observable';
import { formatDistance } from '../describe/format';
import { groundScale, toLonLat } from '../geo/mercator';
import { testIds } from '../testIds';

export interface Scale {
  readonly meters: number;
  readonly pixels: number;
}

/** The longest of 1, 2, 5 × 10ⁿ meters that fits into `maxPixels`. */
export function niceScale(metersPerPixel: number, maxPixels: number): Scale {
  const most = metersPerPixel * maxPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const meters = ([5, 2, 1].find((factor) => factor * power <= most) ?? 1) * power;
  return { meters, pixels: meters / metersPerPixel };
}

const MAX_PIXELS = 110;

function scaleOf(map: OlMap): Scale | undefined {
  const [x = 0, y = 0] = map.getView().getCenter() ?? [];
  const resolution = map.getView().getResolution();
  return resolution === undefined ? undefined : niceScale(resolution * groundScale(toLonLat([x, y])[1]), MAX_PIXELS);
}

export function ScaleBar({ map }: { readonly map: OlMap }) {
  const styles = useStyles2(getStyles);
  const [scale, setScale] = useState(() => scaleOf(map));
  useEffect(() => {
    const key = map.on('moveend', () => setScale(scaleOf(map)));
    return () => unByKey(key);
  }, [map]);
  return scale === undefined ? null : (
    <div className={styles.bar} style={{ width: scale.pixels }} data-testid={testIds.scale}>
      {formatDistance(scale.meters)}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    border: `1.5px solid ${theme.colors.text.secondary}`,
    borderTop: 'none',
    height: 14,
    lineHeight: '12px',
    fontSize: 10,
    textAlign: 'center',
    whiteSpace: 'nowrap',
    color: theme.colors.text.primary,
    textShadow: `0 0 3px ${theme.colors.background.primary}, 0 0 3px ${theme.colors.background.primary}`,
  }),
});

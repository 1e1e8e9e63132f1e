import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { basemapsOf } from '../map/basemap';
import { testIds } from '../testIds';
import type { BasemapOptions, BasemapType } from '../types';
import { chrome } from './chrome';

export interface BasemapSwitchProps {
  /** Options of the panel: they decide which basemaps there are. */
  readonly saved: BasemapOptions;
  readonly shown: BasemapType;
  readonly onSwitch: (type: BasemapType) => void;
}

const names: Readonly<Record<BasemapType, () => string>> = {
  world: () => t('basemap-switch.world', 'Bundled world'),
  osm: () => t('basemap-switch.osm', 'OpenStreetMap (online)'),
  xyz: () => t('basemap-switch.xyz', 'Own tiles'),
  none: () => t('basemap-switch.none', 'No background'),
};

/** Changes the background of the map for this viewer, until the page is left. Tiles are asked for only once chosen. */
export function BasemapSwitch({ saved, shown, onSwitch }: BasemapSwitchProps) {
  const styles = useStyles2(getStyles);
  const types = basemapsOf(saved);
  return (
    <select
      className={cx(styles.chrome, styles.select)}
      value={shown}
      aria-label={t('basemap-switch.label', 'Background of the map')}
      data-testid={testIds.basemap}
      onChange={({ currentTarget }) => onSwitch(types.find((type) => type === currentTarget.value) ?? saved.type)}
    >
      {types.map((type) => (
        <option key={type} value={type}>
          {names[type]()}
        </option>
      ))}
    </select>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  select: css({ width: 'auto', height: 24, padding: '0 4px', pointerEvents: 'auto' }),
});

import { t } from '@grafana/i18n';
import type { LayerOptions } from '../layerOptions';
import { waypointsData } from './data';

export interface WaypointsOptions {
  readonly show: boolean;
  readonly labels: boolean;
}

const defaults: WaypointsOptions = { show: true, labels: true };

export const waypointsOptions: LayerOptions<'waypoints', WaypointsOptions> = {
  defaults,
  data: waypointsData,
  addEditors: (builder) => {
    const category = [t('options.categories.waypoints', 'Waypoints')];
    builder
      .addBooleanSwitch({
        path: 'waypoints.show',
        name: t('options.waypoints.show', 'Show waypoints'),
        description: t('options.waypoints.show-description', 'Waypoints that have not expired, from a waypoints query'),
        category,
        defaultValue: defaults.show,
      })
      .addBooleanSwitch({
        path: 'waypoints.labels',
        name: t('options.waypoints.labels', 'Names'),
        category,
        defaultValue: defaults.labels,
      });
  },
};

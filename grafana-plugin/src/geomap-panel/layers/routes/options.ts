import { t } from '@grafana/i18n';
import type { LayerOptions } from '../layerOptions';
import { routesData } from './data';

export interface RoutesOptions {
  readonly show: boolean;
  readonly labels: boolean;
}

const defaults: RoutesOptions = { show: true, labels: true };

export const routesOptions: LayerOptions<'routes', RoutesOptions> = {
  defaults,
  data: routesData,
  addEditors: (builder) => {
    const category = [t('options.categories.traceroute', 'Traceroute')];
    builder
      .addBooleanSwitch({
        path: 'routes.show',
        name: t('options.routes.show', 'Show traceroute'),
        description: t(
          'options.routes.show-description',
          'One traceroute in both directions; select it in the legend of the map',
        ),
        category,
        defaultValue: defaults.show,
      })
      .addBooleanSwitch({
        path: 'routes.labels',
        name: t('options.routes.labels', 'SNR of each hop'),
        category,
        defaultValue: defaults.labels,
      });
  },
};

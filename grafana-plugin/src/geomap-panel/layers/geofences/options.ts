import { t } from '@grafana/i18n';
import type { LayerOptions, ShowOption } from '../layerOptions';

const defaults: ShowOption = { show: true };

export const geofencesOptions: LayerOptions<'geofences', ShowOption> = {
  defaults,
  addEditors: (builder) => {
    builder.addBooleanSwitch({
      path: 'geofences.show',
      name: t('options.geofences.show', 'Show geofences'),
      description: t(
        'options.geofences.show-description',
        'Areas around waypoints; devices report when they enter or leave them',
      ),
      category: [t('options.categories.waypoints', 'Waypoints')],
      defaultValue: defaults.show,
    });
  },
};

import { t } from '@grafana/i18n';
import type { LayerOptions, ShowOption } from '../layerOptions';

const defaults: ShowOption = { show: false };

export const dayNightOptions: LayerOptions<'dayNight', ShowOption> = {
  defaults,
  addEditors: (builder) => {
    builder.addBooleanSwitch({
      path: 'dayNight.show',
      name: t('options.day-night.show', 'Show day and night'),
      description: t('options.day-night.show-description', 'Shades the night side at the time shown on the map'),
      category: [t('options.categories.day-night', 'Day and night')],
      defaultValue: defaults.show,
    });
  },
};

import { t } from '@grafana/i18n';
import type { LayerOptions, ShowOption } from '../layerOptions';

const defaults: ShowOption = { show: true };

export const precisionOptions: LayerOptions<'precision', ShowOption> = {
  defaults,
  addEditors: (builder) => {
    builder.addBooleanSwitch({
      path: 'precision.show',
      name: t('options.precision.show', 'Show position precision'),
      description: t(
        'options.precision.show-description',
        'Outlines the cell in which a node with a reduced-precision position is',
      ),
      category: [t('options.categories.nodes', 'Nodes')],
      defaultValue: defaults.show,
    });
  },
};

import { FieldType } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { LayerOptions } from '../layerOptions';

export interface HeatmapOptions {
  readonly show: boolean;
  /** Name of the field that weights nodes; empty: all weigh the same. */
  readonly weightBy: string;
  readonly radius: number;
}

const defaults: HeatmapOptions = { show: false, weightBy: '', radius: 18 };

export const heatmapOptions: LayerOptions<'heatmap', HeatmapOptions> = {
  defaults,
  addEditors: (builder) => {
    const category = [t('options.categories.heatmap', 'Heatmap')];
    builder
      .addBooleanSwitch({
        path: 'heatmap.show',
        name: t('options.heatmap.show', 'Show heatmap'),
        category,
        defaultValue: defaults.show,
      })
      .addFieldNamePicker({
        path: 'heatmap.weightBy',
        name: t('options.heatmap.weight', 'Weight by'),
        description: t('options.heatmap.weight-description', 'Empty weights all nodes the same'),
        category,
        defaultValue: defaults.weightBy,
        settings: { filter: ({ type }) => type === FieldType.number },
        showIf: ({ heatmap }) => heatmap?.show === true,
      })
      .addSliderInput({
        path: 'heatmap.radius',
        name: t('options.heatmap.radius', 'Radius'),
        category,
        defaultValue: defaults.radius,
        settings: { min: 4, max: 60, step: 1 },
        showIf: ({ heatmap }) => heatmap?.show === true,
      });
  },
};

import { FieldColorModeId, FieldConfigProperty, type SetFieldConfigOptionsArgs } from '@grafana/data';
import { t } from '@grafana/i18n';

export interface MeshFieldConfig {
  readonly hideFrom?: { readonly tooltip: boolean; readonly viz: boolean; readonly legend: boolean };
}

/** Colors by value on a blue-yellow-red scale unless the field or an override sets another. */
export const fieldConfig: SetFieldConfigOptionsArgs<MeshFieldConfig> = {
  standardOptions: {
    [FieldConfigProperty.Color]: {
      settings: { byValueSupport: true, bySeriesSupport: true, preferThresholdsMode: false },
      defaultValue: { mode: FieldColorModeId.ContinuousBlYlRd },
    },
  },
  useCustomConfig: (builder) => {
    builder.addBooleanSwitch({
      path: 'hideFrom.tooltip',
      name: t('field-config.hide', 'Hide in tooltip and node card'),
      defaultValue: false,
    });
  },
};

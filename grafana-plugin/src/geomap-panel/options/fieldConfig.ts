import { FieldColorModeId, FieldConfigProperty, type SetFieldConfigOptionsArgs } from '@grafana/data';

export interface MeshFieldConfig {
  readonly hideFrom?: { readonly tooltip: boolean; readonly viz: boolean; readonly legend: boolean };
}

/** Colours by value, from calm to hot, unless the field or an override says otherwise. */
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
      name: 'Hide from tooltip and card',
      defaultValue: false,
    });
  },
};

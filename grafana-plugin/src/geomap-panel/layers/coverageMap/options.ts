import { t } from '@grafana/i18n';
import type { LayerOptions } from '../layerOptions';

export interface CoverageOptions {
  readonly show: boolean;
  readonly measure: 'snr' | 'count';
  /** Meters across; 0: by zoom. */
  readonly cellM: number;
  readonly opacity: number;
}

const defaults: CoverageOptions = { show: false, measure: 'snr', cellM: 0, opacity: 0.55 };

export const coverageOptions: LayerOptions<'coverage', CoverageOptions> = {
  defaults,
  addEditors: (builder) => {
    const category = [t('options.categories.coverage', 'Coverage')];
    builder
      .addBooleanSwitch({
        path: 'coverage.show',
        name: t('options.coverage.show', 'Show coverage'),
        description: t(
          'options.coverage.show-description',
          'Hexagons around the places packets were received from: packets, tracks or direct links',
        ),
        category,
        defaultValue: defaults.show,
      })
      .addRadio({
        path: 'coverage.measure',
        name: t('options.coverage.measure', 'Color by'),
        category,
        defaultValue: defaults.measure,
        settings: {
          options: [
            { value: 'snr', label: t('options.coverage.measure-snr', 'Best SNR') },
            { value: 'count', label: t('options.coverage.measure-count', 'Receptions') },
          ],
        },
        showIf: ({ coverage }) => coverage?.show === true,
      })
      .addNumberInput({
        path: 'coverage.cellM',
        name: t('options.coverage.cell', 'Hexagon size'),
        description: t('options.coverage.cell-description', 'Meters across; 0 adapts the size to the zoom'),
        category,
        defaultValue: defaults.cellM,
        settings: { min: 0 },
        showIf: ({ coverage }) => coverage?.show === true,
      })
      .addSliderInput({
        path: 'coverage.opacity',
        name: t('options.coverage.opacity', 'Opacity'),
        category,
        defaultValue: defaults.opacity,
        settings: { min: 0.1, max: 1, step: 0.05 },
        showIf: ({ coverage }) => coverage?.show === true,
      });
  },
};

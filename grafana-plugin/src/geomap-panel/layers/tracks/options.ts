import { t } from '@grafana/i18n';
import type { LayerOptions } from '../layerOptions';

export interface TracksOptions {
  readonly show: boolean;
  readonly width: number;
  readonly arrows: boolean;
  /** Positions further apart in time are not joined; 0: all are. */
  readonly gapMinutes: number;
}

const defaults: TracksOptions = { show: true, width: 2, arrows: true, gapMinutes: 120 };

export const tracksOptions: LayerOptions<'tracks', TracksOptions> = {
  defaults,
  addEditors: (builder) => {
    const category = [t('options.categories.tracks', 'Tracks')];
    builder
      .addBooleanSwitch({
        path: 'tracks.show',
        name: t('options.tracks.show', 'Show tracks'),
        description: t('options.tracks.show-description', 'Paths of nodes that moved, from a positions query'),
        category,
        defaultValue: defaults.show,
      })
      .addSliderInput({
        path: 'tracks.width',
        name: t('options.tracks.width', 'Width'),
        category,
        defaultValue: defaults.width,
        settings: { min: 1, max: 8, step: 0.5 },
      })
      .addNumberInput({
        path: 'tracks.gapMinutes',
        name: t('options.tracks.gap', 'Maximum gap'),
        description: t(
          'options.tracks.gap-description',
          'Minutes between two positions after which a new line starts; 0 joins all positions',
        ),
        category,
        defaultValue: defaults.gapMinutes,
        settings: { min: 0 },
      })
      .addBooleanSwitch({
        path: 'tracks.arrows',
        name: t('options.tracks.arrows', 'Direction arrows'),
        category,
        defaultValue: defaults.arrows,
      });
  },
};

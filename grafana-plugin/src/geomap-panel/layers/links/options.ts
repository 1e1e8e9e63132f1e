import type { SelectFieldConfigSettings } from '@grafana/data';
import { t } from '@grafana/i18n';
import { fadeDescription, type LayerOptions } from '../layerOptions';

export type LinkFocus = 'all' | 'selected';

export interface LinksOptions {
  readonly show: boolean;
  /** Kinds to draw; empty: all. */
  readonly kinds: readonly string[];
  readonly focus: LinkFocus;
  readonly maxWidth: number;
  readonly arrows: boolean;
  readonly curved: boolean;
  readonly fadeHours: number;
}

const defaults: LinksOptions = {
  show: true,
  kinds: [],
  focus: 'all',
  maxWidth: 3.5,
  arrows: true,
  curved: true,
  fadeHours: 24,
};

export const linksOptions: LayerOptions<'links', LinksOptions> = {
  defaults,
  addEditors: (builder) => {
    const category = [t('options.categories.links', 'Links')];
    builder
      .addBooleanSwitch({
        path: 'links.show',
        name: t('options.links.show', 'Show links'),
        category,
        defaultValue: defaults.show,
      })
      .addMultiSelect<unknown, SelectFieldConfigSettings<unknown>>({
        path: 'links.kinds',
        name: t('options.links.kinds', 'Kinds'),
        description: t('options.links.kinds-description', 'Empty shows all kinds'),
        category,
        defaultValue: [],
        settings: {
          options: [
            { value: 'direct', label: t('options.links.kinds-direct', 'Direct reception') },
            { value: 'neighbor', label: t('options.links.kinds-neighbor', 'Neighbor info') },
            { value: 'traceroute', label: t('options.links.kinds-traceroute', 'Traceroute') },
            { value: 'relay', label: t('options.links.kinds-relay', 'Relay') },
            { value: 'internet', label: t('options.links.kinds-internet', 'Internet (no radio)') },
          ],
        },
      })
      .addRadio({
        path: 'links.focus',
        name: t('options.links.focus', 'Links of'),
        category,
        defaultValue: defaults.focus,
        settings: {
          options: [
            { value: 'all', label: t('options.links.focus-all', 'All nodes') },
            { value: 'selected', label: t('options.links.focus-selected', 'Selected nodes') },
          ],
        },
      })
      .addSliderInput({
        path: 'links.maxWidth',
        name: t('options.links.max-width', 'Maximum width'),
        description: t('options.links.max-width-description', 'Width of the links with the most packets'),
        category,
        defaultValue: defaults.maxWidth,
        settings: { min: 1, max: 10, step: 0.5 },
      })
      .addNumberInput({
        path: 'links.fadeHours',
        name: t('options.links.fade', 'Fade after'),
        description: fadeDescription(),
        category,
        defaultValue: defaults.fadeHours,
        settings: { min: 0 },
      })
      .addBooleanSwitch({
        path: 'links.curved',
        name: t('options.links.curved', 'Curved'),
        description: t('options.links.curved-description', 'Draws each direction as its own curve'),
        category,
        defaultValue: defaults.curved,
      })
      .addBooleanSwitch({
        path: 'links.arrows',
        name: t('options.links.arrows', 'Direction arrows'),
        category,
        defaultValue: defaults.arrows,
      });
  },
};

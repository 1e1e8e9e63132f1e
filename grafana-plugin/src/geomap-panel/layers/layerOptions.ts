import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { LayerData } from '../frames/layerData';

/** The options of one layer, saved in the panel as one section, and the frames it reads. */
export interface LayerOptions<Section extends string, Options, Data = unknown> {
  readonly defaults: Options;
  /** Data that the layer reads from frames of its own; absent: it draws nodes, links or tracks. */
  readonly data?: LayerData<Data>;
  /** Adds the editors of the section; fields they refer to are under `<Section>.`. */
  readonly addEditors: <Panel extends { readonly [Key in Section]: Options }>(
    builder: PanelOptionsEditorBuilder<Panel>,
  ) => void;
}

/** Options of a layer that can only be shown or hidden. */
export interface ShowOption {
  readonly show: boolean;
}

export const fadeDescription = () =>
  t('options.fade-description', 'Hours since it was last heard after which it is drawn faintest; 0 disables fading');

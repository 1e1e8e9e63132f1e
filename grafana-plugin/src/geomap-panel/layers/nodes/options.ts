import { FieldType } from '@grafana/data';
import { t } from '@grafana/i18n';
import { fadeDescription, type LayerOptions } from '../layerOptions';

/** Number of nodes from which they are clustered. */
export const CLUSTER_FROM = 150;

export type LabelContent = 'none' | 'label' | 'name' | 'id' | 'value';

export interface NodesOptions {
  readonly show: boolean;
  /** Name of the field that colors nodes; empty: one color. */
  readonly colorBy: string;
  /** Name of the field that scales nodes; empty: all the same size. */
  readonly sizeBy: string;
  readonly size: number;
  readonly label: LabelContent;
  readonly roleShapes: boolean;
  readonly markGateways: boolean;
  /** Hours after which a silent node is drawn faintest; 0: never. */
  readonly fadeHours: number;
  readonly clusters: boolean;
}

const defaults: NodesOptions = {
  show: true,
  colorBy: 'lastHeard',
  sizeBy: '',
  size: 7,
  label: 'label',
  roleShapes: true,
  markGateways: true,
  fadeHours: 24,
  clusters: true,
};

export const nodesOptions: LayerOptions<'nodes', NodesOptions> = {
  defaults,
  addEditors: (builder) => {
    const category = [t('options.categories.nodes', 'Nodes')];
    builder
      .addBooleanSwitch({
        path: 'nodes.show',
        name: t('options.nodes.show', 'Show nodes'),
        category,
        defaultValue: defaults.show,
      })
      .addFieldNamePicker({
        path: 'nodes.colorBy',
        name: t('options.nodes.color-by', 'Color by'),
        description: t(
          'options.nodes.color-by-description',
          'Colors follow the thresholds, value mappings or color scheme of the field',
        ),
        category,
        defaultValue: defaults.colorBy,
        showIf: ({ nodes }) => nodes?.show !== false,
      })
      .addFieldNamePicker({
        path: 'nodes.sizeBy',
        name: t('options.nodes.size-by', 'Size by'),
        category,
        defaultValue: defaults.sizeBy,
        settings: { filter: ({ type }) => type === FieldType.number },
        showIf: ({ nodes }) => nodes?.show !== false,
      })
      .addSliderInput({
        path: 'nodes.size',
        name: t('options.nodes.size', 'Size'),
        category,
        defaultValue: defaults.size,
        settings: { min: 3, max: 16, step: 1 },
        showIf: ({ nodes }) => nodes?.show !== false,
      })
      .addSelect({
        path: 'nodes.label',
        name: t('options.nodes.label', 'Labels'),
        description: t(
          'options.nodes.label-description',
          'Where labels overlap, the more important node keeps its label',
        ),
        category,
        defaultValue: defaults.label,
        settings: {
          options: [
            { value: 'label', label: t('options.nodes.label-short-name', 'Short name') },
            { value: 'name', label: t('options.nodes.label-long-name', 'Long name') },
            { value: 'id', label: t('options.nodes.label-id', 'Node ID') },
            { value: 'value', label: t('options.nodes.label-value', 'Value of the color field') },
            { value: 'none', label: t('options.nodes.label-none', 'None') },
          ],
        },
        showIf: ({ nodes }) => nodes?.show !== false,
      })
      .addNumberInput({
        path: 'nodes.fadeHours',
        name: t('options.nodes.fade', 'Fade after'),
        description: fadeDescription(),
        category,
        defaultValue: defaults.fadeHours,
        settings: { min: 0 },
      })
      .addBooleanSwitch({
        path: 'nodes.roleShapes',
        name: t('options.nodes.role-shapes', 'Shape by role'),
        description: t(
          'options.nodes.role-shapes-description',
          'Routers are diamonds, trackers triangles, sensors squares, clients circles',
        ),
        category,
        defaultValue: defaults.roleShapes,
      })
      .addBooleanSwitch({
        path: 'nodes.markGateways',
        name: t('options.nodes.mark-gateways', 'Ring around gateways'),
        category,
        defaultValue: defaults.markGateways,
      })
      .addBooleanSwitch({
        path: 'nodes.clusters',
        name: t('options.nodes.clusters', 'Cluster at low zoom'),
        description: t(
          'options.nodes.clusters-description',
          'Groups many nodes into rings that show the share of each color',
        ),
        category,
        defaultValue: defaults.clusters,
      });
  },
};

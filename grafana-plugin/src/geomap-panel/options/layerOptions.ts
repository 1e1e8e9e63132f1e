import { FieldType, type SelectFieldConfigSettings } from '@grafana/data';
import { defaultOptions as defaults } from './defaults';
import type { Builder } from './panelOptions';

const category = {
  nodes: ['Nodes'],
  links: ['Links'],
  tracks: ['Tracks and traceroutes'],
  areas: ['Coverage, heatmap, day and night'],
};

const hoursDescription = 'Hours without a sign of life after which it is as faint as it gets; 0: it never fades';

export function addNodeOptions(builder: Builder): void {
  const of = category.nodes;
  builder
    .addBooleanSwitch({ path: 'nodes.show', name: 'Nodes', category: of, defaultValue: defaults.nodes.show })
    .addFieldNamePicker({
      path: 'nodes.colorBy',
      name: 'Colour by',
      description: 'The field decides, by its thresholds, mappings or colour scheme',
      category: of,
      defaultValue: defaults.nodes.colorBy,
      showIf: ({ nodes }) => nodes?.show !== false,
    })
    .addFieldNamePicker({
      path: 'nodes.sizeBy',
      name: 'Size by',
      category: of,
      defaultValue: defaults.nodes.sizeBy,
      settings: { filter: ({ type }) => type === FieldType.number },
      showIf: ({ nodes }) => nodes?.show !== false,
    })
    .addSliderInput({
      path: 'nodes.size',
      name: 'Size',
      category: of,
      defaultValue: defaults.nodes.size,
      settings: { min: 3, max: 16, step: 1 },
      showIf: ({ nodes }) => nodes?.show !== false,
    })
    .addSelect({
      path: 'nodes.label',
      name: 'Labels',
      description: 'Where labels would overlap, the more important one stays',
      category: of,
      defaultValue: defaults.nodes.label,
      settings: {
        options: [
          { value: 'label', label: 'Short name' },
          { value: 'name', label: 'Name' },
          { value: 'id', label: 'Id' },
          { value: 'value', label: 'Value of the colour field' },
          { value: 'none', label: 'None' },
        ],
      },
      showIf: ({ nodes }) => nodes?.show !== false,
    })
    .addNumberInput({
      path: 'nodes.fadeHours',
      name: 'Fade',
      description: hoursDescription,
      category: of,
      defaultValue: defaults.nodes.fadeHours,
      settings: { min: 0 },
    })
    .addBooleanSwitch({
      path: 'nodes.roleShapes',
      name: 'Shape by role',
      description: 'Routers are diamonds, trackers triangles, sensors squares, clients circles',
      category: of,
      defaultValue: defaults.nodes.roleShapes,
    })
    .addBooleanSwitch({
      path: 'nodes.markGateways',
      name: 'Ring around gateways',
      category: of,
      defaultValue: defaults.nodes.markGateways,
    })
    .addBooleanSwitch({
      path: 'nodes.clusters',
      name: 'Clusters at low zoom',
      description: 'Many nodes become rings that show how many of them have which colour',
      category: of,
      defaultValue: defaults.nodes.clusters,
    })
    .addBooleanSwitch({
      path: 'precision.show',
      name: 'Precision cells',
      description: 'The cell a coarse position really means',
      category: of,
      defaultValue: defaults.precision.show,
    });
}

export function addLinkOptions(builder: Builder): void {
  const of = category.links;
  const kinds = ['direct', 'neighbor', 'traceroute', 'relay'].map((kind) => ({ value: kind, label: kind }));
  builder
    .addBooleanSwitch({ path: 'links.show', name: 'Links', category: of, defaultValue: defaults.links.show })
    .addMultiSelect<unknown, SelectFieldConfigSettings<unknown>>({
      path: 'links.kinds',
      name: 'Kinds',
      description: 'None chosen: all of them',
      category: of,
      defaultValue: [],
      settings: { options: kinds },
    })
    .addRadio({
      path: 'links.focus',
      name: 'Of which nodes',
      category: of,
      defaultValue: defaults.links.focus,
      settings: {
        options: [
          { value: 'all', label: 'All' },
          { value: 'selected', label: 'Picked' },
        ],
      },
    })
    .addSliderInput({
      path: 'links.maxWidth',
      name: 'Width',
      description: 'Of the links with the most packets',
      category: of,
      defaultValue: defaults.links.maxWidth,
      settings: { min: 1, max: 10, step: 0.5 },
    })
    .addNumberInput({
      path: 'links.fadeHours',
      name: 'Fade',
      description: hoursDescription,
      category: of,
      defaultValue: defaults.links.fadeHours,
      settings: { min: 0 },
    })
    .addBooleanSwitch({
      path: 'links.curved',
      name: 'Curved',
      description: 'Each direction gets its own curve',
      category: of,
      defaultValue: defaults.links.curved,
    })
    .addBooleanSwitch({ path: 'links.arrows', name: 'Arrows', category: of, defaultValue: defaults.links.arrows });
}

export function addTrackOptions(builder: Builder): void {
  const of = category.tracks;
  builder
    .addBooleanSwitch({
      path: 'tracks.show',
      name: 'Tracks',
      description: 'Where nodes went, from a positions query',
      category: of,
      defaultValue: defaults.tracks.show,
    })
    .addSliderInput({
      path: 'tracks.width',
      name: 'Width',
      category: of,
      defaultValue: defaults.tracks.width,
      settings: { min: 1, max: 8, step: 0.5 },
    })
    .addNumberInput({
      path: 'tracks.gapMinutes',
      name: 'Gap',
      description: 'Minutes after which the next position starts a new line; 0: never',
      category: of,
      defaultValue: defaults.tracks.gapMinutes,
      settings: { min: 0 },
    })
    .addBooleanSwitch({
      path: 'tracks.arrows',
      name: 'Direction of travel',
      category: of,
      defaultValue: defaults.tracks.arrows,
    })
    .addBooleanSwitch({
      path: 'routes.show',
      name: 'Traceroute',
      description: 'One traceroute, both ways; which one is chosen in the legend',
      category: of,
      defaultValue: defaults.routes.show,
    })
    .addBooleanSwitch({
      path: 'routes.labels',
      name: 'SNR of each hop',
      category: of,
      defaultValue: defaults.routes.labels,
    });
}

export function addAreaOptions(builder: Builder): void {
  const of = category.areas;
  builder
    .addBooleanSwitch({
      path: 'coverage.show',
      name: 'Coverage',
      description: 'Hexagons around places that were heard: from packets, tracks or direct links',
      category: of,
      defaultValue: defaults.coverage.show,
    })
    .addRadio({
      path: 'coverage.measure',
      name: 'Colour hexagons by',
      category: of,
      defaultValue: defaults.coverage.measure,
      settings: {
        options: [
          { value: 'snr', label: 'Best SNR' },
          { value: 'count', label: 'Receptions' },
        ],
      },
      showIf: ({ coverage }) => coverage?.show === true,
    })
    .addNumberInput({
      path: 'coverage.cellM',
      name: 'Size of hexagons',
      description: 'Metres across; 0: by zoom',
      category: of,
      defaultValue: defaults.coverage.cellM,
      settings: { min: 0 },
      showIf: ({ coverage }) => coverage?.show === true,
    })
    .addSliderInput({
      path: 'coverage.opacity',
      name: 'Opacity',
      category: of,
      defaultValue: defaults.coverage.opacity,
      settings: { min: 0.1, max: 1, step: 0.05 },
      showIf: ({ coverage }) => coverage?.show === true,
    })
    .addBooleanSwitch({ path: 'heatmap.show', name: 'Heatmap', category: of, defaultValue: defaults.heatmap.show })
    .addFieldNamePicker({
      path: 'heatmap.weightBy',
      name: 'Weigh by',
      description: 'None: every node counts alike',
      category: of,
      defaultValue: defaults.heatmap.weightBy,
      settings: { filter: ({ type }) => type === FieldType.number },
      showIf: ({ heatmap }) => heatmap?.show === true,
    })
    .addSliderInput({
      path: 'heatmap.radius',
      name: 'Radius',
      category: of,
      defaultValue: defaults.heatmap.radius,
      settings: { min: 4, max: 60, step: 1 },
      showIf: ({ heatmap }) => heatmap?.show === true,
    })
    .addBooleanSwitch({
      path: 'dayNight.show',
      name: 'Day and night',
      description: 'At the time shown on the map',
      category: of,
      defaultValue: defaults.dayNight.show,
    });
}

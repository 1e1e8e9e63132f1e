import { t } from '@grafana/i18n';
import { defaultOptions as defaults } from './defaults';
import type { SavedOptions } from '../types';
import type { Builder } from './builder';

/** Own tiles are the basemap, or one of those to choose from. */
const hasTiles = ({ basemap }: SavedOptions) => basemap?.type === 'xyz' || basemap?.canSwitch !== false;

export function addBasemapOptions(builder: Builder): void {
  const category = [t('options.categories.basemap', 'Basemap')];
  builder
    .addSelect({
      path: 'basemap.type',
      name: t('options.basemap.type', 'Basemap'),
      description: t(
        'options.basemap.type-description',
        'The bundled world needs no network. Tiles are loaded by every browser that shows the panel.',
      ),
      category,
      defaultValue: defaults.basemap.type,
      settings: {
        options: [
          {
            value: 'world',
            label: t('options.basemap.world', 'Bundled world'),
            description: t('options.basemap.world-description', 'Coastlines, borders and places; works offline'),
          },
          { value: 'none', label: t('options.basemap.none', 'None') },
          {
            value: 'osm',
            label: t('options.basemap.osm', 'OpenStreetMap'),
            description: t('options.basemap.osm-description', 'Tiles of openstreetmap.org, darkened in the dark theme'),
          },
          { value: 'xyz', label: t('options.basemap.xyz', 'Custom tile server (XYZ)') },
        ],
      },
    })
    .addTextInput({
      path: 'basemap.url',
      name: t('options.basemap.url', 'Tile URL'),
      description: t(
        'options.basemap.url-description',
        'Template with {z}, {x} and {y}, or {TileMatrix}, {TileCol} and {TileRow} of a WMTS server',
      ),
      category,
      defaultValue: defaults.basemap.url,
      settings: { placeholder: 'https://tiles.example.org/{z}/{x}/{y}.png' },
      showIf: hasTiles,
    })
    .addTextInput({
      path: 'basemap.attribution',
      name: t('options.basemap.attribution', 'Attribution'),
      description: t('options.basemap.attribution-description', 'Credits of the tiles, shown on the map'),
      category,
      defaultValue: defaults.basemap.attribution,
      showIf: hasTiles,
    })
    .addNumberInput({
      path: 'basemap.maxZoom',
      name: t('options.basemap.max-zoom', 'Maximum zoom of the tiles'),
      category,
      defaultValue: defaults.basemap.maxZoom,
      settings: { min: 1, max: 22, integer: true },
      showIf: hasTiles,
    })
    .addBooleanSwitch({
      path: 'basemap.canSwitch',
      name: t('options.basemap.switch', 'Switch on the map'),
      description: t(
        'options.basemap.switch-description',
        'Viewers can choose another basemap; OpenStreetMap and own tiles are loaded only once chosen',
      ),
      category,
      defaultValue: defaults.basemap.canSwitch,
    })
    .addBooleanSwitch({
      path: 'basemap.places',
      name: t('options.basemap.places', 'Place names'),
      category,
      defaultValue: defaults.basemap.places,
      showIf: ({ basemap }) => (basemap?.type ?? 'world') === 'world',
    })
    .addBooleanSwitch({
      path: 'basemap.grid',
      name: t('options.basemap.grid', 'Grid'),
      description: t('options.basemap.grid-description', 'Lines of latitude and longitude'),
      category,
      defaultValue: defaults.basemap.grid,
    });
}

export function addViewOptions(builder: Builder): void {
  const category = [t('options.categories.view', 'View')];
  builder
    .addRadio({
      path: 'view.mode',
      name: t('options.view.mode', 'Initial view'),
      description: t('options.view.mode-description', 'New data never moves the map; the fit button does'),
      category,
      defaultValue: defaults.view.mode,
      settings: {
        options: [
          { value: 'fit', label: t('options.view.mode-fit', 'Fit to data') },
          { value: 'fixed', label: t('options.view.mode-fixed', 'Fixed') },
        ],
      },
    })
    .addNumberInput({
      path: 'view.maxFitZoom',
      name: t('options.view.max-zoom', 'Maximum zoom of the fit'),
      category,
      defaultValue: defaults.view.maxFitZoom,
      settings: { min: 1, max: 20 },
    });
  const fixed: ReadonlyArray<readonly ['latitude' | 'longitude' | 'zoom', string, number, number]> = [
    ['latitude', t('options.view.latitude', 'Latitude'), -85, 85],
    ['longitude', t('options.view.longitude', 'Longitude'), -180, 180],
    ['zoom', t('options.view.zoom', 'Zoom'), 1, 20],
  ];
  for (const [key, name, min, max] of fixed) {
    builder.addNumberInput({
      path: `view.${key}`,
      name,
      category,
      defaultValue: defaults.view[key],
      settings: { min, max },
      showIf: ({ view }) => view?.mode === 'fixed',
    });
  }
}

interface Switch {
  readonly key: keyof typeof defaults.controls;
  readonly name: string;
  readonly description?: string;
}

export function addControlOptions(builder: Builder): void {
  const switches: readonly Switch[] = [
    { key: 'zoom', name: t('options.controls.zoom', 'Zoom and fit buttons') },
    {
      key: 'wheelZoom',
      name: t('options.controls.wheel', 'Mouse wheel zoom'),
      description: t(
        'options.controls.wheel-description',
        'If disabled, zooming needs Ctrl or Cmd, and the wheel scrolls the page',
      ),
    },
    {
      key: 'tools',
      name: t('options.controls.tools', 'Tools'),
      description: t('options.controls.tools-description', 'Measure, box select, copy link'),
    },
    { key: 'search', name: t('options.controls.search', 'Search') },
    {
      key: 'legend',
      name: t('options.controls.legend', 'Legend'),
      description: t('options.controls.legend-description', 'Shows or hides each layer'),
    },
    { key: 'scale', name: t('options.controls.scale', 'Scale bar') },
    {
      key: 'playback',
      name: t('options.controls.playback', 'Playback'),
      description: t(
        'options.controls.playback-description',
        'Plays the time range: nodes move along their tracks, links appear and fade',
      ),
    },
  ];
  const category = [t('options.categories.controls', 'Controls')];
  for (const { key, ...texts } of switches) {
    builder.addBooleanSwitch({ path: `controls.${key}`, ...texts, category, defaultValue: defaults.controls[key] });
  }
}

export function addInteractionOptions(builder: Builder): void {
  const category = [t('options.categories.interaction', 'Interaction')];
  builder
    .addBooleanSwitch({
      path: 'interaction.tooltip',
      name: t('options.interaction.tooltip', 'Tooltip'),
      category,
      defaultValue: defaults.interaction.tooltip,
    })
    .addBooleanSwitch({
      path: 'interaction.sharedHover',
      name: t('options.interaction.crosshair', 'Shared crosshair'),
      description: t(
        'options.interaction.crosshair-description',
        'Highlights what is hovered in other panels, and tells them what is hovered here',
      ),
      category,
      defaultValue: defaults.interaction.sharedHover,
    })
    .addTextInput({
      path: 'interaction.nodeVariable',
      name: t('options.interaction.node-variable', 'Variable for selected nodes'),
      description: t(
        'options.interaction.node-variable-description',
        'Name of the dashboard variable that is set to the IDs of the nodes selected on the map',
      ),
      category,
      defaultValue: defaults.interaction.nodeVariable,
      settings: { placeholder: 'node' },
    })
    .addTextInput({
      path: 'interaction.boundsVariable',
      name: t('options.interaction.bounds-variable', 'Variable for map bounds'),
      description: t(
        'options.interaction.bounds-variable-description',
        'Name of the text variable that is set to west,south,east,north of the view',
      ),
      category,
      defaultValue: defaults.interaction.boundsVariable,
      settings: { placeholder: 'bounds' },
    })
    .addSelect({
      path: 'renderer',
      name: t('options.renderer.name', 'Renderer'),
      description: t(
        'options.renderer.description',
        'Automatic uses WebGL for thousands of nodes if the browser supports it, and canvas otherwise',
      ),
      category,
      defaultValue: defaults.renderer,
      settings: {
        options: [
          { value: 'auto', label: t('options.renderer.auto', 'Automatic') },
          { value: 'canvas', label: t('options.renderer.canvas', 'Canvas') },
          { value: 'webgl', label: t('options.renderer.webgl', 'WebGL') },
        ],
      },
    });
}

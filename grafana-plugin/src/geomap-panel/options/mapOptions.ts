import { defaultOptions as defaults } from './defaults';
import type { Builder } from './panelOptions';

const category = { basemap: ['Basemap'], view: ['View'], controls: ['Controls'], interaction: ['Interaction'] };

export function addBasemapOptions(builder: Builder): void {
  builder
    .addSelect({
      path: 'basemap.type',
      name: 'Basemap',
      description: 'The bundled world needs no network. Tiles are loaded by every browser that shows the panel.',
      category: category.basemap,
      defaultValue: defaults.basemap.type,
      settings: {
        options: [
          { value: 'world', label: 'Bundled world', description: 'Coast, borders and places, without the internet' },
          { value: 'none', label: 'None' },
          {
            value: 'osm',
            label: 'OpenStreetMap',
            description: 'Tiles of openstreetmap.org, darkened in the dark theme',
          },
          { value: 'xyz', label: 'Own tile server (XYZ)' },
        ],
      },
    })
    .addTextInput({
      path: 'basemap.url',
      name: 'Tile URL',
      description: 'Template with {z}, {x} and {y}',
      category: category.basemap,
      defaultValue: defaults.basemap.url,
      settings: { placeholder: 'https://tiles.example.org/{z}/{x}/{y}.png' },
      showIf: ({ basemap }) => basemap?.type === 'xyz',
    })
    .addTextInput({
      path: 'basemap.attribution',
      name: 'Attribution',
      description: 'Whom the owner of the tiles wants to be named, shown on the map',
      category: category.basemap,
      defaultValue: defaults.basemap.attribution,
      showIf: ({ basemap }) => basemap?.type === 'xyz',
    })
    .addNumberInput({
      path: 'basemap.maxZoom',
      name: 'Deepest zoom of the tiles',
      category: category.basemap,
      defaultValue: defaults.basemap.maxZoom,
      settings: { min: 1, max: 22, integer: true },
      showIf: ({ basemap }) => basemap?.type === 'xyz',
    })
    .addBooleanSwitch({
      path: 'basemap.places',
      name: 'Place names',
      category: category.basemap,
      defaultValue: defaults.basemap.places,
      showIf: ({ basemap }) => (basemap?.type ?? 'world') === 'world',
    })
    .addBooleanSwitch({
      path: 'basemap.grid',
      name: 'Grid',
      description: 'Lines of latitude and longitude',
      category: category.basemap,
      defaultValue: defaults.basemap.grid,
    });
}

export function addViewOptions(builder: Builder): void {
  builder
    .addRadio({
      path: 'view.mode',
      name: 'First view',
      description: 'Later data never moves the map; the fit button does',
      category: category.view,
      defaultValue: defaults.view.mode,
      settings: {
        options: [
          { value: 'fit', label: 'Fit to data' },
          { value: 'fixed', label: 'Fixed' },
        ],
      },
    })
    .addNumberInput({
      path: 'view.maxFitZoom',
      name: 'Closest fit',
      description: 'Fit to data zooms in no further than this',
      category: category.view,
      defaultValue: defaults.view.maxFitZoom,
      settings: { min: 1, max: 20 },
    });
  const fixed: ReadonlyArray<readonly ['latitude' | 'longitude' | 'zoom', string, number, number]> = [
    ['latitude', 'Latitude', -85, 85],
    ['longitude', 'Longitude', -180, 180],
    ['zoom', 'Zoom', 1, 20],
  ];
  for (const [key, name, min, max] of fixed) {
    builder.addNumberInput({
      path: `view.${key}`,
      name,
      category: category.view,
      defaultValue: defaults.view[key],
      settings: { min, max },
      showIf: ({ view }) => view?.mode === 'fixed',
    });
  }
}

export function addControlOptions(builder: Builder): void {
  const switches = [
    ['zoom', 'Zoom and fit buttons', ''],
    ['wheelZoom', 'Zoom with the wheel', 'Off: only with Ctrl or Cmd, so that the page can be scrolled over the map'],
    ['tools', 'Tools', 'Measure, box select, copy link'],
    ['search', 'Search', ''],
    ['legend', 'Legend', 'With a switch for each layer'],
    ['scale', 'Scale bar', ''],
    ['playback', 'Playback', 'Plays the time range: nodes move along their tracks, links come and fade'],
  ] as const;
  for (const [key, name, description] of switches) {
    builder.addBooleanSwitch({
      path: `controls.${key}`,
      name,
      ...(description === '' ? {} : { description }),
      category: category.controls,
      defaultValue: defaults.controls[key],
    });
  }
}

export function addInteractionOptions(builder: Builder): void {
  builder
    .addBooleanSwitch({
      path: 'interaction.tooltip',
      name: 'Tooltip',
      category: category.interaction,
      defaultValue: defaults.interaction.tooltip,
    })
    .addBooleanSwitch({
      path: 'interaction.sharedHover',
      name: 'Share the cursor',
      description: 'Show here what the cursor of another panel is on, and tell other panels',
      category: category.interaction,
      defaultValue: defaults.interaction.sharedHover,
    })
    .addTextInput({
      path: 'interaction.nodeVariable',
      name: 'Variable for picked nodes',
      description: 'Name of a dashboard variable that gets the ids of the nodes picked on the map',
      category: category.interaction,
      defaultValue: defaults.interaction.nodeVariable,
      settings: { placeholder: 'node' },
    })
    .addTextInput({
      path: 'interaction.boundsVariable',
      name: 'Variable for the view',
      description: 'Name of a text variable that gets west,south,east,north of the view',
      category: category.interaction,
      defaultValue: defaults.interaction.boundsVariable,
      settings: { placeholder: 'bounds' },
    })
    .addSelect({
      path: 'renderer',
      name: 'Drawing',
      description: 'Automatic: WebGL for very many nodes where the browser has it, else canvas',
      category: category.interaction,
      defaultValue: defaults.renderer,
      settings: {
        options: [
          { value: 'auto', label: 'Automatic' },
          { value: 'canvas', label: 'Canvas' },
          { value: 'webgl', label: 'WebGL' },
        ],
      },
    });
}

import { FieldType, getPanelDataSummary, toDataFrame } from '@grafana/data';
import { goldenFrames, waypointsFrame } from '../test/frames';
import { completeOptions, defaultOptions } from './defaults';
import { changeFrom, migrateOptions, optionsOfGeomap } from './migrations';
import { suggestMeshMap } from './suggestions';

describe('options', () => {
  it('are complete whatever a dashboard saved', () => {
    expect(completeOptions(undefined)).toEqual(defaultOptions);
    expect(completeOptions({ nodes: { size: 12 } })).toEqual({
      ...defaultOptions,
      nodes: { ...defaultOptions.nodes, size: 12 },
    });
  });
  it('ignore saved sections of the wrong type', () => {
    const broken = { nodes: null, links: 'all', renderer: 'plotter' } as unknown as Parameters<
      typeof completeOptions
    >[0];
    expect(completeOptions(broken)).toEqual(defaultOptions);
  });
});

describe('migration', () => {
  it('adds defaults for options of newer versions', () => {
    expect(migrateOptions({ options: { tracks: { gapMinutes: 5 } } }).tracks).toEqual({
      ...defaultOptions.tracks,
      gapMinutes: 5,
    });
  });
  it('keeps the view, the basemap and the fields of a geomap', () => {
    const options = optionsOfGeomap({
      view: { id: 'coords', lat: 47, lon: 8, zoom: 9 },
      basemap: { type: 'xyz', config: { url: 'http://tiles/{z}/{x}/{y}.png', attribution: 'us' } },
      controls: { mouseWheelZoom: false },
      layers: [
        {
          type: 'markers',
          location: { latitude: 'n', longitude: 'e' },
          config: { style: { color: { field: 'snr' } } },
        },
      ],
    });
    expect(options.view).toMatchObject({ mode: 'fixed', latitude: 47, longitude: 8, zoom: 9 });
    expect(options.basemap).toMatchObject({ type: 'xyz', url: 'http://tiles/{z}/{x}/{y}.png', attribution: 'us' });
    expect(options.mapping).toMatchObject({ latitude: 'n', longitude: 'e' });
    expect(options.nodes.colorBy).toBe('snr');
    expect(options.controls.wheelZoom).toBe(false);
  });
  it('ignores the options of panels that are not a map', () => {
    expect(changeFrom({}, 'timeseries', { legend: { show: true } })).toEqual(defaultOptions);
    expect(changeFrom({}, 'geomap', { geomap: { basemap: { type: 'osm-standard' } } }).basemap.type).toBe('osm');
  });
});

describe('suggestions', () => {
  const suggest = (frames: ReturnType<typeof goldenFrames>) => suggestMeshMap(getPanelDataSummary(frames));

  it.each(['nodes', 'positions', 'links', 'nodegraph', 'traceroutes'])('offers the map first for %s', (name) => {
    expect(suggest(goldenFrames(name))).toMatchObject([{ name: 'Mesh map' }]);
  });
  it('offers the map for waypoints', () => {
    expect(suggest([waypointsFrame([{ id: 1 }])])).toMatchObject([{ name: 'Mesh map' }]);
  });
  it('offers it for anything with coordinates', () => {
    const lat = { name: 'lat', type: FieldType.number, values: [47] };
    const lon = { name: 'lon', type: FieldType.number, values: [8] };
    expect(suggest([toDataFrame({ fields: [lat, lon] })])).toHaveLength(1);
  });
  it.each(['timeseries', 'messages', 'traffic'])('does not offer it for %s', (name) => {
    expect(suggest(goldenFrames(name))).toBeUndefined();
  });
  it('draws a thumbnail without controls', () => {
    const [suggestion] = suggest(goldenFrames('nodes')) ?? [];
    const card = { ...suggestion };
    suggestion?.cardOptions?.previewModifier?.(card);
    expect(card.options?.controls).toMatchObject({ legend: false, search: false });
  });
});

import type { GrafanaTheme2 } from '@grafana/data';
import type OlMap from 'ol/Map';
import Graticule from 'ol/layer/Graticule';
import LayerGroup from 'ol/layer/Group';
import TileLayer from 'ol/layer/Tile';
import OSM from 'ol/source/OSM';
import XYZ from 'ol/source/XYZ';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Text from 'ol/style/Text';
import { mapPalette } from '../scene/colors';
import type { BasemapOptions, BasemapType } from '../types';
import { createWorld, type World } from './world';

/** CSS class of light tiles, which the panel darkens in the dark theme. */
export const TILES_CLASS = 'mesh-map-tiles';

const sameTiles = (a: BasemapOptions, b: BasemapOptions) =>
  a.type === b.type && a.url === b.url && a.maxZoom === b.maxZoom;

function tilesOf({ type, url, maxZoom }: BasemapOptions): TileLayer | undefined {
  if (type === 'osm') {
    return new TileLayer({ source: new OSM({ attributions: [] }), className: TILES_CLASS });
  }
  const template = tileTemplate(url);
  return type === 'xyz' && template !== undefined
    ? new TileLayer({
        source: new XYZ({ url: template, maxZoom, crossOrigin: 'anonymous' }),
        className: `${TILES_CLASS}-own`,
      })
    : undefined;
}

/** Template of a tile server; that of a WMTS server (REST, web mercator) names zoom, column and row in words. */
export function tileTemplate(url: string): string | undefined {
  const template = url
    .replace(/\{tilematrix\}/i, '{z}')
    .replace(/\{tilecol\}/i, '{x}')
    .replace(/\{tilerow\}/i, '{y}');
  const isComplete = ['{z}', '{x}', '{y}'].every(
    (part) => template.includes(part) || (part === '{y}' && template.includes('{-y}')),
  );
  return isComplete ? template : undefined;
}

/** Basemaps that a viewer can choose; own tiles where the panel knows an address of them. */
export const basemapsOf = ({ url }: BasemapOptions): BasemapType[] => [
  'world',
  'osm',
  ...(tileTemplate(url) === undefined ? [] : (['xyz'] as const)),
  'none',
];

function createGrid(theme: GrafanaTheme2): Graticule {
  const { grid, place, halo } = mapPalette(theme);
  const label = (textAlign: 'center' | 'end', textBaseline: 'top' | 'middle') =>
    new Text({
      font: `10px ${theme.typography.fontFamilyMonospace}`,
      textAlign,
      textBaseline,
      fill: new Fill({ color: place }),
      stroke: new Stroke({ color: halo, width: 2 }),
    });
  return new Graticule({
    strokeStyle: new Stroke({ color: grid, width: 1 }),
    showLabels: true,
    lonLabelPosition: 0.995,
    latLabelPosition: 0.995,
    lonLabelStyle: label('center', 'top'),
    latLabelStyle: label('end', 'middle'),
    lonLabelFormatter: (degrees) => coordinateLabel(degrees, 'E', 'W'),
    latLabelFormatter: (degrees) => coordinateLabel(degrees, 'N', 'S'),
    wrapX: true,
    targetSize: 160,
    intervals: [45, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002],
  });
}

/** `47.25° N`, with no more decimals than the number has. */
export function coordinateLabel(degrees: number, positive: string, negative: string): string {
  const rounded = Math.round(degrees * 1e4) / 1e4;
  return `${Math.abs(rounded)}°${rounded === 0 ? '' : ` ${rounded > 0 ? positive : negative}`}`;
}

/** Creates the basemap: the bundled world or tiles, and the grid. */
export function createBasemap(map: OlMap) {
  const group = new LayerGroup({ zIndex: 0 });
  let shown: BasemapOptions | undefined;
  let theme: GrafanaTheme2 | undefined;
  let world: World | undefined;
  let grid: Graticule | undefined;
  map.addLayer(group);

  function replaceGround(options: BasemapOptions) {
    group.getLayers().clear();
    world?.dispose();
    world = undefined;
    grid = undefined;
    if (options.type === 'world') {
      world = createWorld();
      group.getLayers().push(world.layer);
      // Without the detailed files the map is coarser, not broken.
      world.load().catch(() => undefined);
      return;
    }
    const tiles = tilesOf(options);
    if (tiles !== undefined) {
      group.getLayers().push(tiles);
    }
  }

  function drawGrid(options: BasemapOptions, next: GrafanaTheme2, isNewTheme: boolean) {
    if (grid !== undefined && (!options.grid || isNewTheme)) {
      group.getLayers().remove(grid);
      grid = undefined;
    }
    if (options.grid && grid === undefined) {
      grid = createGrid(next);
      grid.setZIndex(5);
      group.getLayers().push(grid);
    }
  }

  return {
    update: (options: BasemapOptions, next: GrafanaTheme2) => {
      if (shown === undefined || !sameTiles(shown, options)) {
        replaceGround(options);
      }
      drawGrid(options, next, theme !== next);
      world?.update(next, options.places);
      shown = options;
      theme = next;
    },
    dispose: () => {
      world?.dispose();
      map.removeLayer(group);
    },
    /** Layers that are never hovered or clicked. */
    group,
  };
}
export type Basemap = ReturnType<typeof createBasemap>;

/** Attribution text of a basemap. */
export function attributionOf({ type, attribution, places }: BasemapOptions): string {
  switch (type) {
    case 'world':
      return places ? 'Natural Earth · GeoNames (CC BY 4.0)' : 'Natural Earth';
    case 'osm':
      return '© OpenStreetMap contributors';
    case 'xyz':
      return attribution;
    case 'none':
      return '';
  }
}

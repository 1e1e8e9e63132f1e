import { Registry } from '@grafana/data';
import { coverageLayer } from './coverage';
import { dayNightLayer } from './dayNight';
import { heatmapLayer } from './heatmap';
import type { MeshLayerItem } from './layer';
import { linksLayer } from './links';
import { nodesLayer } from './nodes';
import { precisionLayer } from './precision';
import { routesLayer } from './routes';
import { tracksLayer } from './tracks';

/** All layers, bottom first. Adding one: a file, a line here, an id in `layerIds`. */
export const meshLayers = new Registry<MeshLayerItem>(() => [
  dayNightLayer,
  heatmapLayer,
  coverageLayer,
  precisionLayer,
  tracksLayer,
  linksLayer,
  routesLayer,
  nodesLayer,
]);

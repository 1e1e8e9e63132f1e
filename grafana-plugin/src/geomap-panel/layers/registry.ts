import { Registry } from '@grafana/data';
import { coverageLayer } from './coverageMap/layer';
import { dayNightLayer } from './dayNight/layer';
import { heatmapLayer } from './heatmap/layer';
import type { MeshLayerItem } from './layer';
import { linksLayer } from './links/layer';
import { nodesLayer } from './nodes/layer';
import { precisionLayer } from './precision/layer';
import { routesLayer } from './routes/layer';
import { tracksLayer } from './tracks/layer';

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

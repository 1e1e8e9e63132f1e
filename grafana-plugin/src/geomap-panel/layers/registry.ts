import { coverageLayer } from './coverageMap/layer';
import { dayNightLayer } from './dayNight/layer';
import { geofencesLayer } from './geofences/layer';
import { heatmapLayer } from './heatmap/layer';
import type { MeshLayer } from './layer';
import { linksLayer } from './links/layer';
import { nodesLayer } from './nodes/layer';
import { precisionLayer } from './precision/layer';
import { routesLayer } from './routes/layer';
import { tracksLayer } from './tracks/layer';
import { waypointsLayer } from './waypoints/layer';

/** All layers, bottom first. */
export const meshLayers: readonly MeshLayer[] = [
  dayNightLayer,
  heatmapLayer,
  coverageLayer,
  precisionLayer,
  geofencesLayer,
  tracksLayer,
  linksLayer,
  routesLayer,
  waypointsLayer,
  nodesLayer,
];

import type { LayerDataList } from '../frames/layerData';
import { coverageOptions } from './coverageMap/options';
import { dayNightOptions } from './dayNight/options';
import { geofencesOptions } from './geofences/options';
import { heatmapOptions } from './heatmap/options';
import { linksOptions } from './links/options';
import { nodesOptions } from './nodes/options';
import { precisionOptions } from './precision/options';
import { routesOptions } from './routes/options';
import { tracksOptions } from './tracks/options';
import { waypointsOptions } from './waypoints/options';

/**
 * Options of all layers by the section they are saved in, in the order of the editors. Apart from the layers themselves:
 * panels that are never drawn do not load OpenLayers.
 */
export const layerOptions = {
  nodes: nodesOptions,
  precision: precisionOptions,
  links: linksOptions,
  tracks: tracksOptions,
  routes: routesOptions,
  waypoints: waypointsOptions,
  geofences: geofencesOptions,
  coverage: coverageOptions,
  heatmap: heatmapOptions,
  dayNight: dayNightOptions,
};

/** The layers' part of the panel options. */
export type LayerSections = {
  readonly [Section in keyof typeof layerOptions]: (typeof layerOptions)[Section]['defaults'];
};

export const layerDefaults = Object.fromEntries(
  Object.entries(layerOptions).map(([section, { defaults }]) => [section, defaults]),
) as LayerSections;

/** Data that layers read from frames of their own. */
export const layerData: LayerDataList = Object.values<{ readonly data?: LayerDataList[number] }>(layerOptions).flatMap(
  ({ data }) => data ?? [],
);

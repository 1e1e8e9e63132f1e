import type { EventBus, GrafanaTheme2, MapLayerHandler, MapLayerOptions, MapLayerRegistryItem } from '@grafana/data';
import type OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import type { FeatureLike } from 'ol/Feature';
import type { LonLat, MapLink, MapNode, MapRoute, MapTrack, RouteHop } from '../frames/model';
import type { PrecisionCell } from '../geo/precision';
import { sceneOfData, type Scene } from '../scene/scene';
import type { MeshMapOptions } from '../types';

export const layerIds = [
  'mesh-night',
  'mesh-heatmap',
  'mesh-coverage',
  'mesh-precision',
  'mesh-tracks',
  'mesh-links',
  'mesh-routes',
  'mesh-nodes',
] as const;
/** Frozen: dashboards and links remember them. */
export type LayerId = (typeof layerIds)[number];

/** What a layer draws from. */
export interface LayerState {
  readonly options: MeshMapOptions;
  readonly theme: GrafanaTheme2;
  readonly scene: Scene;
}

export interface CoverageCell {
  readonly key: string;
  readonly centre: LonLat;
  readonly bestSnr: number | undefined;
  readonly count: number;
  readonly nodes: number;
}

/** The thing under the pointer. */
export type MapItem =
  | { readonly type: 'node'; readonly node: MapNode }
  | { readonly type: 'cluster'; readonly nodes: readonly MapNode[] }
  | { readonly type: 'link'; readonly link: MapLink }
  | { readonly type: 'track'; readonly track: MapTrack }
  | { readonly type: 'hop'; readonly route: MapRoute; readonly hop: RouteHop }
  | { readonly type: 'cell'; readonly cell: PrecisionCell; readonly nodes: readonly MapNode[] }
  | { readonly type: 'coverage'; readonly cell: CoverageCell };

/** Feature property with the `MapItem`. */
export const ITEM = 'item';
export const itemOf = (feature: FeatureLike) => feature.get(ITEM) as MapItem | undefined;

export interface MeshLayerHandler extends MapLayerHandler<MeshMapOptions> {
  /** Makes the layer show this state by changing what differs; never replaces the layer. */
  draw: (state: LayerState) => void;
}

export type MeshLayerConfig = MapLayerOptions<MeshMapOptions>;

/** A layer in the shape Grafana's own geomap registers layers in. */
export interface MeshLayerItem extends MapLayerRegistryItem<MeshMapOptions> {
  readonly id: LayerId;
  /** Order on the map, bottom first. */
  readonly zIndex: number;
  isEnabled: (options: MeshMapOptions) => boolean;
  create: (map: OlMap, options: MeshLayerConfig, eventBus: EventBus, theme: GrafanaTheme2) => Promise<MeshLayerHandler>;
}

export interface LayerParts {
  readonly layer: BaseLayer;
  readonly draw: (state: LayerState) => void;
  readonly dispose?: () => void;
}

/** Completes a layer with `update`, by which a layer is drawn straight from an answer. */
export function layerHandler(
  { layer, draw, dispose }: LayerParts,
  { config }: MeshLayerConfig,
  theme: GrafanaTheme2,
): MeshLayerHandler {
  return {
    init: () => layer,
    draw,
    update: (data) => {
      if (config !== undefined) {
        draw({ options: config, theme, scene: sceneOfData(data, config.mapping) });
      }
    },
    ...(dispose === undefined ? {} : { dispose }),
  };
}

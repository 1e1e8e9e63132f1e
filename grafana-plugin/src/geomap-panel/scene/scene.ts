import type { LonLat, MapNode, MeshData } from '../frames/model';

/** Content of the map at one moment. */
export interface Scene {
  /** Nodes and links as they were at `at`. */
  readonly mesh: MeshData;
  /** The moment shown, Unix milliseconds: ages count from here. */
  readonly at: number;
  /** Ids of the selected nodes. */
  readonly selected: ReadonlySet<string>;
  /** Kinds that were switched in the legend, by `kindKey`: off if they are on by themselves, else on. */
  readonly switchedKinds: ReadonlySet<string>;
  /** Id of the thing chosen in the legend, by the id of its layer. */
  readonly chosen: ReadonlyMap<string, string>;
}

export function sceneOf(mesh: MeshData, at: number): Scene {
  const nothing: ReadonlySet<string> = new Set();
  return {
    mesh,
    at,
    selected: nothing,
    switchedKinds: nothing,
    chosen: new Map(),
  };
}

/** Key of a kind of things of one layer. */
export const kindKey = (layerId: string, kind: string) => `${layerId}/${kind}`;

export interface PlacedNode extends MapNode {
  readonly position: LonLat;
}
export const isPlaced = (node: MapNode): node is PlacedNode => node.position !== undefined;

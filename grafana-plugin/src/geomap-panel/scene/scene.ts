import type { LonLat, MapNode, MeshData } from '../frames/model';

/** Content of the map at one moment. */
export interface Scene {
  /** Nodes and links as they were at `at`. */
  readonly mesh: MeshData;
  /** The moment shown, Unix milliseconds: ages count from here. */
  readonly at: number;
  /** Ids of the selected nodes. */
  readonly selected: ReadonlySet<string>;
  /** Link kinds switched off in the legend. */
  readonly hiddenKinds: ReadonlySet<string>;
  /** Traceroute to show; undefined: the newest. */
  readonly routeId: string | undefined;
}

export function sceneOf(mesh: MeshData, at: number): Scene {
  const nothing: ReadonlySet<string> = new Set();
  return {
    mesh,
    at,
    selected: nothing,
    hiddenKinds: nothing,
    routeId: undefined,
  };
}

export interface PlacedNode extends MapNode {
  readonly position: LonLat;
}
export const isPlaced = (node: MapNode): node is PlacedNode => node.position !== undefined;

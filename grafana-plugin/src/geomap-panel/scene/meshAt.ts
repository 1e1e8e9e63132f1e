import type { MapLink, MapNode, MapTrack, MeshData } from '../frames/model';
import { fixIndexAt, positionAtTime } from '../geo/trackAt';

function nodeAt(node: MapNode, track: MapTrack | undefined, at: number, gapMs: number): MapNode | undefined {
  if (node.firstHeard !== undefined && node.firstHeard > at) {
    return undefined;
  }
  const fix = track?.fixes[fixIndexAt(track.fixes, at)];
  // If it was heard later too, only its track knows when it was heard last before that moment.
  const heard = node.lastHeard !== undefined && node.lastHeard <= at ? node.lastHeard : (fix?.time ?? at);
  return {
    ...node,
    position: (track && positionAtTime(track.fixes, at, gapMs)) ?? node.position,
    lastHeard: node.lastHeard === undefined ? undefined : heard,
    ...(node.lastHeard !== undefined && node.lastHeard > at ? { online: undefined, state: undefined } : {}),
  };
}

function linkAt(link: MapLink, nodeById: ReadonlyMap<string, MapNode>, at: number): MapLink | undefined {
  if (link.firstSeen !== undefined && link.firstSeen > at) {
    return undefined;
  }
  return {
    ...link,
    start: nodeById.get(link.from)?.position ?? link.start,
    end: nodeById.get(link.to)?.position ?? link.end,
    lastSeen: link.lastSeen === undefined ? undefined : Math.min(link.lastSeen, at),
  };
}

/** The mesh at a moment of the past: nodes at the positions of their tracks, and what had been seen by then. */
export function meshAt(mesh: MeshData, at: number, gapMs: number): MeshData {
  const tracks = new Map(mesh.tracks.map((track) => [track.nodeId, track]));
  const nodes = mesh.nodes
    .map((node) => nodeAt(node, tracks.get(node.id), at, gapMs))
    .filter((node) => node !== undefined);
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  return {
    ...mesh,
    nodes,
    nodeById,
    links: mesh.links.map((link) => linkAt(link, nodeById, at)).filter((link) => link !== undefined),
    unplacedLinks: mesh.unplacedLinks.filter(({ firstSeen = at }) => firstSeen <= at),
    own: new Map([...mesh.own].map(([data, all]) => [data, data.at?.(all, at) ?? all])),
  };
}

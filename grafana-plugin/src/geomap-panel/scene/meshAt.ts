import type { LonLat, MapLink, MapNode, MapTrack, MeshData } from '../frames/model';
import { fixIndexAt, positionAtTime } from '../geo/trackAt';

function nodeAt(node: MapNode, track: MapTrack | undefined, at: number, gapMs: number): MapNode {
  const fix = track?.fixes[fixIndexAt(track.fixes, at)];
  const isHeardLater = node.lastHeard !== undefined && node.lastHeard > at;
  if (track === undefined && !isHeardLater) {
    return node;
  }
  return {
    ...node,
    position: (track && positionAtTime(track.fixes, at, gapMs)) ?? node.position,
    // If it was heard later too, only its track knows when it was heard last before that moment.
    ...(isHeardLater ? { lastHeard: fix?.time ?? at, online: undefined, state: undefined } : {}),
  };
}

function movedLink(link: MapLink, nodeById: ReadonlyMap<string, MapNode>, at: number): MapLink {
  const placeOf = (id: string, place: LonLat) => nodeById.get(id)?.position ?? place;
  return {
    ...link,
    start: placeOf(link.from, link.start),
    end: placeOf(link.to, link.end),
    lastSeen: link.lastSeen === undefined ? undefined : Math.min(link.lastSeen, at),
  };
}

export type MeshInTime = (at: number, gapMs: number) => MeshData;

/**
 * Prepares a mesh for playback: nodes at the positions of their tracks, and what had been seen by then. Everything that
 * does not depend on the moment is found once; links between nodes that stand still are handed on as they are.
 */
export function prepareMesh(mesh: MeshData): MeshInTime {
  const tracks = new Map(mesh.tracks.map((track) => [track.nodeId, track]));
  const nodes = mesh.nodes.map((node) => ({ node, track: tracks.get(node.id), since: node.firstHeard ?? -Infinity }));
  const links = mesh.links.map((link) => ({
    link,
    isMoving: tracks.has(link.from) || tracks.has(link.to),
    since: link.firstSeen ?? -Infinity,
  }));
  return (at, gapMs) => {
    const shown = nodes.filter(({ since }) => since <= at).map(({ node, track }) => nodeAt(node, track, at, gapMs));
    const nodeById = new Map(shown.map((node) => [node.id, node]));
    return {
      ...mesh,
      nodes: shown,
      nodeById,
      links: links
        .filter(({ since }) => since <= at)
        .map(({ link, isMoving }) => (isMoving ? movedLink(link, nodeById, at) : link)),
      unplacedLinks: mesh.unplacedLinks.filter(({ firstSeen = at }) => firstSeen <= at),
      own: new Map([...mesh.own].map(([data, all]) => [data, data.at?.(all, at) ?? all])),
    };
  };
}

/** The mesh at one moment of the past. */
export const meshAt = (mesh: MeshData, at: number, gapMs: number): MeshData => prepareMesh(mesh)(at, gapMs);

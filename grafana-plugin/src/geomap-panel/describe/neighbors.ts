import type { LonLat, MapLink, MeshData } from '../frames/model';
import { distanceM } from '../geo/sphere';
import { isRadioLink } from '../scene/signal';

export interface Neighbor {
  readonly id: string;
  readonly name: string;
  readonly gateway: boolean;
  /** SNR in dB at which the neighbor receives this node, and this node the neighbor. */
  readonly heardBy: number | undefined;
  readonly hears: number | undefined;
  /** dB above the decoding limit of the receiver; undefined: not stated. */
  readonly heardByMargin?: number | undefined;
  readonly hearsMargin?: number | undefined;
  readonly hasOut: boolean;
  readonly hasIn: boolean;
  readonly lastSeen: number | undefined;
  readonly distanceM: number | undefined;
  readonly kinds: readonly string[];
}

const newer = (a: number | undefined, b: number | undefined) => Math.max(a ?? -Infinity, b ?? -Infinity);

function placeOf(mesh: MeshData, id: string): LonLat | undefined {
  return mesh.nodeById.get(id)?.position;
}

/** The newest of the links of one direction that have a value. */
function newestMeasured(links: readonly MapLink[]): MapLink | undefined {
  return [...links].filter(({ value }) => value !== undefined).sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0))[0];
}

/** Nodes with a radio link to or from a node, best SNR first. */
export function neighborsOf(mesh: MeshData, nodeId: string): Neighbor[] {
  const byOther = new Map<string, { out: MapLink[]; in: MapLink[] }>();
  for (const link of mesh.links) {
    if ((link.from !== nodeId && link.to !== nodeId) || !isRadioLink(link.kind)) {
      continue;
    }
    const outgoing = link.from === nodeId;
    const other = outgoing ? link.to : link.from;
    const links = byOther.get(other) ?? { out: [], in: [] };
    (outgoing ? links.out : links.in).push(link);
    byOther.set(other, links);
  }
  const here = placeOf(mesh, nodeId);
  const neighbors = [...byOther].map(([id, { out, in: incoming }]): Neighbor => {
    const there = placeOf(mesh, id);
    const seen = [...out, ...incoming].map(({ lastSeen }) => lastSeen).reduce(newer, undefined);
    return {
      id,
      name: mesh.nodeById.get(id)?.name ?? id,
      gateway: mesh.nodeById.get(id)?.gateway ?? false,
      heardBy: newestMeasured(out)?.value,
      hears: newestMeasured(incoming)?.value,
      heardByMargin: newestMeasured(out)?.margin,
      hearsMargin: newestMeasured(incoming)?.margin,
      hasOut: out.length > 0,
      hasIn: incoming.length > 0,
      lastSeen: seen === undefined || !Number.isFinite(seen) ? undefined : seen,
      distanceM: here && there && distanceM(here, there),
      kinds: [...new Set([...out, ...incoming].map(({ kind }) => kind))].filter((kind) => kind !== ''),
    };
  });
  const best = ({ heardBy, hears }: Neighbor) => newer(heardBy, hears);
  return neighbors.sort((a, b) => best(b) - best(a) || a.name.localeCompare(b.name));
}

/** A mesh far larger than any that exists, as frames: the same one every time. */
import type { StubFrame } from './stubCollector';

export const BIG_NODES = 10_000;
export const BIG_LINKS = 20_000;

/** The same numbers every time, spread like random ones. */
function spread(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

const id = (at: number) => `!${(0x10000000 + at).toString(16)}`;
const every = <T>(count: number, value: (at: number) => T): T[] =>
  Array.from({ length: count }, (_item, at) => value(at));
/** Nodes are in rows of this many, so that neighbors are near: radios reach a few kilometers. */
const ROW = 100;
const CELL = { latitude: 3 / ROW, longitude: 6 / ROW };

function frame(name: string, columns: Record<string, [string, unknown[]]>): StubFrame {
  const fields = Object.entries(columns).map(([field, [type]]) => ({
    name: field,
    type,
    typeInfo: { frame: type, nullable: true },
  }));
  return { schema: { name, fields }, data: { values: Object.values(columns).map(([, values]) => values) } };
}

export interface BigMeshSize {
  readonly nodes?: number;
  readonly links?: number;
  /** How many of the nodes are a little further on than in the mesh of which nothing has moved. */
  readonly moved?: number;
  /** When the node heard last was heard. */
  readonly now?: number;
}

export function createBigMesh({
  nodes: nodeCount = BIG_NODES,
  links: linkCount = BIG_LINKS,
  moved = 0,
  now = Date.now(),
}: BigMeshSize = {}) {
  const step = (at: number) => (moved > 0 && at % (nodeCount / moved) < 1 ? 0.02 : 0);
  // One link to the next in the row and one to the next row; the last ones reach the first, across the whole country.
  const target = (at: number) => (Math.floor(at / 2) + (at % 2 === 0 ? 1 : ROW)) % nodeCount;
  const latitude = (at: number) => 47 + (Math.floor(at / ROW) + spread(at)) * CELL.latitude + step(at);
  const longitude = (at: number) => 6 + ((at % ROW) + spread(at + 0.5)) * CELL.longitude + step(at);
  const source = (at: number) => Math.floor(at / 2);
  const nodes = frame('nodes', {
    nodeId: ['string', every(nodeCount, id)],
    shortName: ['string', every(nodeCount, (at) => at.toString(36))],
    longName: ['string', every(nodeCount, (at) => `Node ${at}`)],
    role: ['string', every(nodeCount, (at) => (at % 50 === 0 ? 'ROUTER' : 'CLIENT'))],
    latitude: ['number', every(nodeCount, latitude)],
    longitude: ['number', every(nodeCount, longitude)],
    lastHeard: ['time', every(nodeCount, (at) => now - at * 1000)],
    snr: ['number', every(nodeCount, (at) => Math.round(spread(at * 3) * 40 - 20))],
  });
  const links = frame('links', {
    fromId: ['string', every(linkCount, (at) => id(source(at)))],
    toId: ['string', every(linkCount, (at) => id(target(at)))],
    sourceLatitude: ['number', every(linkCount, (at) => latitude(source(at)))],
    sourceLongitude: ['number', every(linkCount, (at) => longitude(source(at)))],
    targetLatitude: ['number', every(linkCount, (at) => latitude(target(at)))],
    targetLongitude: ['number', every(linkCount, (at) => longitude(target(at)))],
    kind: ['string', every(linkCount, () => 'direct')],
    snr: ['number', every(linkCount, (at) => Math.round(spread(at * 7) * 30 - 20))],
    count: ['number', every(linkCount, (at) => 1 + (at % 9))],
    lastSeen: ['time', every(linkCount, (at) => now - at * 500)],
  });
  return { nodes: [nodes], links: [links] };
}

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
/** Nodes are in rows of this many, so that neighbours are near: radios reach a few kilometres. */
const ROW = 100;
const CELL = { latitude: 3 / ROW, longitude: 6 / ROW };
/** One link to the next in the row and one to the next row; the last ones reach the first, across the whole country. */
const target = (at: number) => (Math.floor(at / 2) + (at % 2 === 0 ? 1 : ROW)) % BIG_NODES;

function frame(name: string, columns: Record<string, [string, unknown[]]>): StubFrame {
  const fields = Object.entries(columns).map(([field, [type]]) => ({
    name: field,
    type,
    typeInfo: { frame: type, nullable: true },
  }));
  return { schema: { name, fields }, data: { values: Object.values(columns).map(([, values]) => values) } };
}

export interface BigMesh {
  readonly nodes: StubFrame[];
  readonly links: StubFrame[];
}

/** `moved` of the nodes are a little further on than in the mesh of which nothing has moved. */
export function createBigMesh(moved = 0): BigMesh {
  const step = (at: number) => (at % (BIG_NODES / Math.max(1, moved)) < 1 && moved > 0 ? 0.02 : 0);
  const latitude = (at: number) => 47 + (Math.floor(at / ROW) + spread(at)) * CELL.latitude + step(at);
  const longitude = (at: number) => 6 + ((at % ROW) + spread(at + 0.5)) * CELL.longitude + step(at);
  const source = (at: number) => Math.floor(at / 2);
  const now = Date.now();
  const nodes = frame('nodes', {
    nodeId: ['string', every(BIG_NODES, id)],
    shortName: ['string', every(BIG_NODES, (at) => at.toString(36))],
    longName: ['string', every(BIG_NODES, (at) => `Node ${at}`)],
    role: ['string', every(BIG_NODES, (at) => (at % 50 === 0 ? 'ROUTER' : 'CLIENT'))],
    latitude: ['number', every(BIG_NODES, latitude)],
    longitude: ['number', every(BIG_NODES, longitude)],
    lastHeard: ['time', every(BIG_NODES, (at) => now - at * 1000)],
    snr: ['number', every(BIG_NODES, (at) => Math.round(spread(at * 3) * 40 - 20))],
  });
  const links = frame('links', {
    fromId: ['string', every(BIG_LINKS, (at) => id(source(at)))],
    toId: ['string', every(BIG_LINKS, (at) => id(target(at)))],
    sourceLatitude: ['number', every(BIG_LINKS, (at) => latitude(source(at)))],
    sourceLongitude: ['number', every(BIG_LINKS, (at) => longitude(source(at)))],
    targetLatitude: ['number', every(BIG_LINKS, (at) => latitude(target(at)))],
    targetLongitude: ['number', every(BIG_LINKS, (at) => longitude(target(at)))],
    kind: ['string', every(BIG_LINKS, () => 'direct')],
    snr: ['number', every(BIG_LINKS, (at) => Math.round(spread(at * 7) * 30 - 20))],
    count: ['number', every(BIG_LINKS, (at) => 1 + (at % 9))],
    lastSeen: ['time', every(BIG_LINKS, (at) => now - at * 500)],
  });
  return { nodes: [nodes], links: [links] };
}

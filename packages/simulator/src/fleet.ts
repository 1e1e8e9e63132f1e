import { HOUR_MS } from '@mesh-observatory/contract/time';
import { Config } from '@meshtastic/protobufs';
import { formatNodeId } from '@mesh-observatory/contract/node-id';
import { createBattery } from './battery.js';
import { createMovement, placeOnStreet } from './journey.js';
import { type Antenna, isMobile, type Mount, type NodeSpec, type SimNode } from './node.js';
import { createRandom, type Random } from './prng.js';
import type { Radio } from './radio.js';
import { type Coordinates, HILLS } from './region.js';
import { drawRoster } from './roster/index.js';
import { offset, type Terrain } from './terrain.js';

/** Every long name ends in this: no screenshot is mistaken for a real mesh. */
export const NAME_MARK = ' (sim)';

const ROUTER: number = Config.Config_DeviceConfig_Role.ROUTER;
const DEFAULT_HOP_LIMIT = 3;
/** A node whose clock is ahead by this much. */
const WRONG_CLOCK_MS = 2 * 365 * 24 * HOUR_MS;

const ANTENNAS: Readonly<Record<Mount, Antenna>> = {
  hilltop: { meters: 15, clutterDb: 8.5, gainDb: 3 },
  roof: { meters: 14, clutterDb: 17.5, gainDb: 3 },
  balcony: { meters: 8, clutterDb: 24.5, gainDb: 2 },
  window: { meters: 7, clutterDb: 27.5, gainDb: 1 },
  indoor: { meters: 5, clutterDb: 32.5, gainDb: 0 },
  garden: { meters: 3, clutterDb: 25.5, gainDb: 2 },
  vehicle: { meters: 3, clutterDb: 23.5, gainDb: 1 },
  pocket: { meters: 1.5, clutterDb: 30.5, gainDb: -1 },
};

/** True position of a node before it moves. Homes stand up to 60 m off their street. */
function settle(spec: NodeSpec, startAt: number, random: Random): Coordinates {
  const { site } = spec;
  if ('route' in site) return createMovement(site)(startAt);
  if ('street' in site) {
    return offset(placeOnStreet(site.street, site.at), random.between(-60, 60), random.between(-60, 60));
  }
  const hill = HILLS.find((candidate) => candidate.name === site.hill);
  if (hill === undefined) throw new RangeError(`no hill ${site.hill} on the map`);
  return offset(hill, random.between(-40, 40), random.between(-40, 40));
}

/** Node numbers as firmware makes them: the last four bytes of a MAC address. 0–3 and broadcast are reserved. */
function drawNumber(taken: Set<number>, random: Random): number {
  for (;;) {
    const num = random.uint32();
    if (num > 3 && num < 0xffffffff && !taken.has(num)) {
      taken.add(num);
      return num;
    }
  }
}

/** 32 bytes that any number of devices were sold with. */
const VENDOR_KEY = createRandom(0x5eed).bytes(32);
const TEST_KEY = Uint8Array.from({ length: 32 }, (_, index) => [0xde, 0xad, 0xbe, 0xef][index % 4] ?? 0);

function keyOf({ key }: NodeSpec, own: Uint8Array): Uint8Array {
  if (key === undefined) return own;
  return key === 'vendor' ? VENDOR_KEY : TEST_KEY;
}

/** Builds the nodes of the mesh at the moment the history starts. */
export function createFleet(parts: { count: number; startAt: number; terrain: Terrain; random: Random }): SimNode[] {
  const { count, startAt, terrain, random } = parts;
  const taken = new Set<number>();
  return drawRoster(count, random.fork('roster')).map((spec, index) => {
    const own = random.fork(`node ${String(index)}`);
    const num = drawNumber(taken, own);
    const place = settle(spec, startAt, own);
    return {
      index,
      num,
      id: formatNodeId(num),
      spec,
      publicKey: keyOf(spec, own.bytes(32)),
      hopLimit: spec.hopLimit ?? DEFAULT_HOP_LIMIT,
      battery: createBattery(spec.power, spec.story === 'nearly-dead', startAt, own),
      counters: { sent: 0, received: 0, receivedBad: 0, duplicates: 0, relayed: 0, relaysCanceled: 0 },
      antenna: ANTENNAS[spec.mount],
      longName: spec.longName + NAME_MARK,
      place,
      altitudeMeters: Math.round(terrain.elevation(place.latitude, place.longitude)),
      bootAt: startAt - Math.round(own.between(2, 30 * 24) * HOUR_MS),
      clockOffsetMs: spec.story === 'wrong-clock' ? WRONG_CLOCK_MS : Math.round(own.normal(0, 400)),
      alive: true,
      packetCounter: own.integer(0, 1023),
    };
  });
}

/** Mean SNR below which most packets are lost. */
const USABLE_SNR_DB = -6;

/** A rod on a pole above the roof. */
const MAST: Antenna = { meters: 16, clutterDb: 13.5, gainDb: 4 };

/**
 * Moves the antenna of a node that hardly receives routers and gateways to the roof, or to a mast.
 */
export function improveAntennas(nodes: readonly SimNode[], radio: Radio): void {
  const backbone = nodes.filter(({ spec }) => spec.gateway !== undefined || spec.role === ROUTER);
  const isAlone = (node: SimNode): boolean =>
    backbone.every((other) => other === node || radio.meanSnr(node, other) < USABLE_SNR_DB);
  for (const node of nodes) {
    if (isMobile(node) || node.spec.mount === 'hilltop' || node.spec.gateway !== undefined) continue;
    for (const antenna of [ANTENNAS.roof, MAST]) {
      if (!isAlone(node)) break;
      node.antenna = antenna;
      radio.moved(node);
    }
  }
}

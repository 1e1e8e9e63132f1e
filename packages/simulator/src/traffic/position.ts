import { MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { Config, Mesh, Portnums } from '@meshtastic/protobufs';
import { createMovement, type Movement } from '../journey.js';
import { isMobile, type SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Coordinates } from '../region.js';
import { offset } from '../terrain.js';
import type { Traffic, World } from '../world.js';
import { sendTakPosition } from './tak.js';

const Source = Mesh.Position_LocSource;
const REPORT_EVERY_MS = 10 * MINUTE_MS;

/** Degrees as an integer in 1e-7, coarsened to the center of its cell (firmware PositionPrecision). */
export function coarsen(degrees: number, precisionBits: number): number {
  const exact = Math.round(degrees * 1e7);
  if (precisionBits >= 32 || precisionBits <= 0) return exact;
  return ((exact & (0xffffffff << (32 - precisionBits))) + (1 << (31 - precisionBits))) | 0;
}

type PositionFields = MessageInitShape<typeof Mesh.PositionSchema>;

/** Sends where the node is, as precisely as its owner allows. */
export function sendPosition(
  world: World,
  node: SimNode,
  place: Coordinates,
  extra: PositionFields,
  medium: 'lora' | 'lan' = 'lora',
): void {
  const seconds = world.deviceSeconds(node);
  const { precisionBits } = node.spec;
  const position = create(Mesh.PositionSchema, {
    latitudeI: coarsen(place.latitude, precisionBits),
    longitudeI: coarsen(place.longitude, precisionBits),
    altitude: node.altitudeMeters,
    time: seconds,
    precisionBits,
    ...extra,
  });
  world.send({
    from: node,
    port: Portnums.PortNum.POSITION_APP,
    payload: toBinary(Mesh.PositionSchema, position),
    medium,
  });
}

/** Fields a GPS adds. The fix is a few meters off, as fixes are. */
function gpsFix(world: World, node: SimNode, random: Random): PositionFields {
  const sats = random.integer(6, 14);
  return {
    locationSource: Source.LOC_INTERNAL,
    timestamp: world.deviceSeconds(node) - random.integer(0, 3),
    satsInView: sats,
    PDOP: Math.round(900 / sats + random.between(40, 90)),
  };
}

function reportJourney(world: World, node: SimNode, movement: Movement, random: Random): void {
  world.move(node, movement.latitude, movement.longitude);
  const fix = offset(movement, random.normal(0, 3), random.normal(0, 3));
  const motion = {
    groundSpeed: Math.round(movement.kmPerHour),
    groundTrack: Math.round(movement.headingDegrees * 1e5),
  };
  sendPosition(world, node, fix, { ...gpsFix(world, node, random), ...motion });
}

function startTracker(world: World, node: SimNode, random: Random): void {
  if (!('route' in node.spec.site)) return;
  const movementAt = createMovement(node.spec.site);
  const everyMs = node.spec.site.reportEverySeconds * SECOND_MS;
  const tak = node.spec.role === Config.Config_DeviceConfig_Role.TAK_TRACKER;
  world.every(node, { firstWithinMs: everyMs, everyMs }, () => {
    const movement = movementAt(world.scheduler.now);
    if (!tak) {
      reportJourney(world, node, movement, random);
      return;
    }
    world.move(node, movement.latitude, movement.longitude);
    sendTakPosition(world, node, movement);
  });
}

function startFixed(world: World, node: SimNode, random: Random): void {
  if (node.spec.precisionBits === 0) return;
  const gps = node.spec.power === 'battery';
  world.every(node, { firstWithinMs: REPORT_EVERY_MS, everyMs: REPORT_EVERY_MS }, () => {
    const extra = gps ? gpsFix(world, node, random) : { locationSource: Source.LOC_MANUAL };
    sendPosition(world, node, node.place, extra);
  });
}

/** Fixed nodes report now and then, trackers while they travel. */
export const positions: Traffic = (world) => {
  const random = world.random.fork('positions');
  for (const node of world.nodes) {
    if (isMobile(node)) startTracker(world, node, random);
    else startFixed(world, node, random);
  }
};

import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { Portnums } from '@meshtastic/protobufs';
import type { Movement } from '../journey.js';
import type { SimNode } from '../node.js';
import type { World } from '../world.js';

const TEAM_RED = 5;
const ROLE_MEDIC = 6;

/** TAKPacket{contact, group, status, pli}: what a TAK tracker sends in place of a Position (firmware PositionModule). */
export function sendTakPosition(world: World, node: SimNode, movement: Movement): void {
  const { level } = world.battery(node);
  const payload = new BinaryWriter()
    .uint32(0x12) // contact
    .fork()
    .uint32(0x0a)
    .string(node.longName)
    .uint32(0x12)
    .string(node.spec.shortName)
    .join()
    .uint32(0x1a) // group
    .fork()
    .uint32(0x08)
    .uint32(ROLE_MEDIC)
    .uint32(0x10)
    .uint32(TEAM_RED)
    .join()
    .uint32(0x22) // status
    .fork()
    .uint32(0x08)
    .uint32(level)
    .join()
    .uint32(0x2a) // position
    .fork()
    .uint32(0x0d)
    .sfixed32(Math.round(movement.latitude * 1e7))
    .uint32(0x15)
    .sfixed32(Math.round(movement.longitude * 1e7))
    .uint32(0x18)
    .int32(node.altitudeMeters)
    .uint32(0x20)
    .uint32(Math.round(movement.kmPerHour))
    .uint32(0x28)
    .uint32(Math.round(movement.headingDegrees))
    .join()
    .finish();
  world.send({ from: node, port: Portnums.PortNum.ATAK_PLUGIN, payload });
}

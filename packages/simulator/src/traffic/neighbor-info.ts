import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import { BROADCAST_NO_LORA_NUM, BROADCAST_NUM } from '../packet.js';
import type { Traffic, World } from '../world.js';

const INTERVAL_MS = 30 * MINUTE_MS;
const MAX_NEIGHBORS = 10;

function sendNeighborInfo(world: World, node: SimNode, to: number): void {
  const neighbors = world.neighborhood.direct(node, world.scheduler.now - 2 * HOUR_MS).slice(0, MAX_NEIGHBORS);
  if (neighbors.length === 0) return;
  const info = create(Mesh.NeighborInfoSchema, {
    nodeId: node.num,
    lastSentById: node.num,
    nodeBroadcastIntervalSecs: INTERVAL_MS / 1000,
    neighbors: neighbors.map((neighbor) => ({ nodeId: neighbor.node.num, snr: neighbor.snr })),
  });
  world.send({
    from: node,
    to,
    port: Portnums.PortNum.NEIGHBORINFO_APP,
    payload: toBinary(Mesh.NeighborInfoSchema, info),
    medium: to === BROADCAST_NO_LORA_NUM ? 'mqtt' : 'lora',
  });
}

/**
 * On a default channel firmware from 2.5.8 on sends neighbor reports over MQTT only, so gateways report themselves.
 * A hilltop relay on older firmware still sends them over the air.
 */
export const neighborInfo: Traffic = (world) => {
  const rhythm = { firstWithinMs: INTERVAL_MS, everyMs: INTERVAL_MS };
  for (const node of world.nodes) {
    if (node.spec.gateway !== undefined) {
      world.every(node, rhythm, () => sendNeighborInfo(world, node, BROADCAST_NO_LORA_NUM));
    } else if (node.spec.mount === 'hilltop' && node.spec.firmware.startsWith('2.5.6')) {
      world.every(node, rhythm, () => sendNeighborInfo(world, node, BROADCAST_NUM));
    }
  }
};

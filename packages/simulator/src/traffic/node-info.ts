import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import type { Traffic, World } from '../world.js';

/** Broadcasts who the node is. */
export function announce(world: World, node: SimNode, wantResponse = false): void {
  const { shortName, hwModel, role, unmessagable } = node.spec;
  const user = create(Mesh.UserSchema, {
    id: node.id,
    longName: node.longName,
    shortName,
    hwModel,
    role,
    publicKey: node.publicKey,
    ...(unmessagable === undefined ? {} : { isUnmessagable: unmessagable }),
  });
  world.send({
    from: node,
    port: Portnums.PortNum.NODEINFO_APP,
    payload: toBinary(Mesh.UserSchema, user),
    wantResponse,
  });
}

/**
 * Twice as often as firmware's three hours, and all once in the first minutes, so that a fresh demo soon has a name for
 * every node.
 */
export const nodeInfo: Traffic = (world) => {
  for (const node of world.nodes) {
    world.every(node, { firstWithinMs: 8 * MINUTE_MS, everyMs: 1.5 * HOUR_MS }, () => announce(world, node));
  }
};

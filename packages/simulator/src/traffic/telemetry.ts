import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { Portnums, Telemetry } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import type { World } from '../world.js';

export type TelemetryVariant = NonNullable<MessageInitShape<typeof Telemetry.TelemetrySchema>['variant']>;

/** Sends one telemetry variant, stamped by the node's own clock. */
export function sendTelemetry(world: World, node: SimNode, variant: TelemetryVariant): void {
  const message = create(Telemetry.TelemetrySchema, { time: world.deviceSeconds(node), variant });
  world.send({
    from: node,
    port: Portnums.PortNum.TELEMETRY_APP,
    payload: toBinary(Telemetry.TelemetrySchema, message),
  });
}

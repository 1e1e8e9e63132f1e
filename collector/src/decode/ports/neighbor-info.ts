import { Mesh, Portnums } from '@meshtastic/protobufs';
import { BROADCAST } from '../../model.js';
import type { NeighborInfoEvent, NodeNum } from '../../model.js';
import { readMessage } from '../protobuf.js';
import { readWithin, signalLimits } from '../readings.js';
import type { DecodeContext, PortDecoder } from './port.js';

export interface NeighborFields {
  /** Node number of the reporter, as stated in the payload. */
  readonly nodeId: number;
  readonly neighbors: readonly { readonly nodeId: number; readonly snr: number | undefined }[];
}

/**
 * The nodes the sender heard. A list about another node is ignored; the dummy entry of a node without neighbors (0) and
 * the sender itself are no neighbors. Shared with the JSON topic.
 */
export function neighborInfoEvents(info: NeighborFields, ctx: DecodeContext): readonly NeighborInfoEvent[] {
  if (info.nodeId !== ctx.from) {
    ctx.diagnostics.flag('sender_mismatch');
    return [];
  }
  const neighbors = info.neighbors
    .filter(({ nodeId }) => nodeId !== 0 && nodeId !== ctx.from && nodeId !== BROADCAST)
    .map(({ nodeId, snr }) => ({
      node: nodeId as NodeNum,
      snr: readWithin('neighbor_snr', snr, signalLimits.snr, ctx.diagnostics),
    }));
  return neighbors.length === 0 ? [] : [{ type: 'neighbor_info', neighbors }];
}

export const neighborInfo: PortDecoder = {
  port: Portnums.PortNum.NEIGHBORINFO_APP,
  schema: Mesh.NeighborInfoSchema,
  // Empty is a request.
  decode: (payload, ctx) =>
    payload.length === 0 ? [] : neighborInfoEvents(readMessage(Mesh.NeighborInfoSchema, payload), ctx),
};

import { Mesh, Portnums } from '@meshtastic/protobufs';
import { routingErrorName } from '../names.js';
import { readMessage } from '../protobuf.js';
import type { PortDecoder } from './port.js';

/**
 * Acknowledgements. An ack is the error NONE, on the wire; an empty message acknowledges only when it names a packet.
 * Route requests and replies of firmware before 2.0 contain nothing we use.
 */
export const routing: PortDecoder = {
  port: Portnums.PortNum.ROUTING_APP,
  schema: Mesh.RoutingSchema,
  decode(payload, { requestId }) {
    const { variant } = readMessage(Mesh.RoutingSchema, payload);
    if (variant.case === 'errorReason') {
      const ack = variant.value === Mesh.Routing_Error.NONE;
      return [{ type: 'routing', ack, error: routingErrorName(variant.value), requestId }];
    }
    if (variant.case === undefined && requestId !== null)
      return [{ type: 'routing', ack: true, error: 'NONE', requestId }];
    return [];
  },
};

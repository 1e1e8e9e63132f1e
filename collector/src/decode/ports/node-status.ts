import { Mesh, Portnums } from '@meshtastic/protobufs';
import { readMessage } from '../protobuf.js';
import { cleanText } from '../sanitize.js';
import type { PortDecoder } from './port.js';
import { textEvents } from './text.js';

export const nodeStatus: PortDecoder = {
  port: Portnums.PortNum.NODE_STATUS_APP,
  schema: Mesh.StatusMessageSchema,
  keepable: () => null, // a text: STORE_TEXT decides about it
  decode: (payload, ctx) => textEvents('status', cleanText(readMessage(Mesh.StatusMessageSchema, payload).status), ctx),
};

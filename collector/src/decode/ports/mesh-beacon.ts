import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { UndecodableError } from '../protobuf.js';
import { cleanTextBytes } from '../sanitize.js';
import type { PortDecoder } from './port.js';
import { textEvents } from './text.js';

const MESSAGE_FIELD = 1;

/**
 * Newer than protobufs 2.7.18. Only the message is read: the field beside it offers a channel *with its key*, which must
 * not be stored.
 */
export const meshBeacon: PortDecoder = {
  port: 37,
  decode(payload, ctx) {
    return textEvents('beacon', cleanTextBytes(readMessageField(payload)), ctx);
  },
};

function readMessageField(payload: Uint8Array): Uint8Array {
  let message: Uint8Array = new Uint8Array(0);
  try {
    const reader = new BinaryReader(payload);
    while (reader.pos < reader.len) {
      const [no, wireType] = reader.tag();
      if (no === MESSAGE_FIELD && wireType === WireType.LengthDelimited) message = reader.bytes();
      else reader.skip(wireType, no);
    }
  } catch (error) {
    throw new UndecodableError('not a meshtastic.MeshBeacon', { cause: error });
  }
  return message;
}

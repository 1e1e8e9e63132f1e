import { Mesh, Portnums } from '@meshtastic/protobufs';
import { parseNodeId } from '../../model.js';
import type { NodeInfoEvent } from '../../model.js';
import { hardwareName, isUnattendedRole, roleName } from '../names.js';
import { withoutField } from '../message-shape.js';
import { readMessage } from '../protobuf.js';
import { cleanName } from '../sanitize.js';
import type { DecodeContext, PortDecoder } from './port.js';

export interface UserFields {
  /** The node the payload claims to describe; the packet's origin counts. */
  readonly id: string;
  readonly longName: string;
  readonly shortName: string;
  readonly hwModel: number;
  /** undefined in JSON of old firmware. */
  readonly role: number | undefined;
  readonly publicKey?: Uint8Array;
  readonly isLicensed?: boolean;
  readonly isUnmessagable?: boolean | undefined;
}

const PUBLIC_KEY_BYTES = 32;
/** Never stored. */
const MAC_ADDRESS = 4;

/** Shared with the JSON topic. Never reads the MAC address. */
export function nodeInfoEvent(user: UserFields, source: NodeInfoEvent['source'], ctx: DecodeContext): NodeInfoEvent {
  if (user.id !== '' && parseNodeId(user.id) !== ctx.from) ctx.diagnostics.flag('sender_mismatch');
  const role = user.role === undefined ? null : roleName(user.role);
  const key = user.publicKey;
  return {
    type: 'node_info',
    longName: cleanName(user.longName),
    shortName: cleanName(user.shortName),
    hwModel: user.hwModel === 0 ? null : hardwareName(user.hwModel),
    role,
    publicKey: key?.length === PUBLIC_KEY_BYTES ? Buffer.from(key).toString('hex') : null,
    licensed: user.isLicensed ?? false,
    // Nodes older than the field are judged by their role, as the apps do; otherwise it is unknown.
    unmessagable: user.isUnmessagable ?? (role !== null && isUnattendedRole(role) ? true : null),
    source,
  };
}

export const nodeInfo: PortDecoder = {
  port: Portnums.PortNum.NODEINFO_APP,
  schema: Mesh.UserSchema,
  keepable: (payload) => withoutField(payload, [MAC_ADDRESS]),
  decode(payload, ctx) {
    if (payload.length === 0) return [];
    return [nodeInfoEvent(readMessage(Mesh.UserSchema, payload), 'protobuf', ctx)];
  },
};

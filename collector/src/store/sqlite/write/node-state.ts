import type { Node } from '@mesh-observatory/contract/resources';
import type { NodeRhythm } from './rhythm.js';

/** Fields that nodes report about themselves; each has a source and a time of its own. */
export const reportedFields = [
  'longName',
  'shortName',
  'hwModel',
  'role',
  'firmwareVersion',
  'region',
  'modemPreset',
  'publicKey',
  'licensed',
  'unmessagable',
  'statusText',
] as const;
export type ReportedField = (typeof reportedFields)[number];

/** Trust in a source: a value of a lower rank never replaces one of a higher rank. */
export const SOURCE_RANK = { retained: 1, json: 2, protobuf: 3 } as const;
export type SourceRank = (typeof SOURCE_RANK)[keyof typeof SOURCE_RANK];

/** Source and time (Unix ms) of each reported field. */
export type FieldProvenance = Readonly<Partial<Record<ReportedField, readonly [rank: number, at: number]>>>;

/** A node with what is needed to judge its next packet. Immutable once committed: a change replaces it. */
export interface NodeState {
  readonly node: Node;
  readonly provenance: FieldProvenance;
  readonly uptime: { readonly seconds: number; readonly at: number } | null;
  /** When snr and rssi were measured. */
  readonly directAt: number | null;
  readonly lastGatewayAt: number;
  /** The newest packet, which channel and hopsAway are taken from. */
  readonly newest: { readonly at: number; readonly packetId: number };
  readonly rhythm: NodeRhythm;
}

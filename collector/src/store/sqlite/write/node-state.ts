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

/**
 * Trust in a source of reported fields. The numbers are stored with every field. A map report is sent by the node itself,
 * but may come from another device with its number; firmware JSON has names without emoji; a retained message may be old.
 */
export const SOURCE_RANK = { retained: 1, json: 2, mapReport: 2.5, protobuf: 3 } as const;
export type SourceRank = (typeof SOURCE_RANK)[keyof typeof SOURCE_RANK];

/** Fields with a source and a time of their own. */
export type SourcedField = ReportedField | 'channel';

/** Source and time (Unix ms) of each such field. */
export type FieldProvenance = Readonly<Partial<Record<SourcedField, readonly [rank: number, at: number]>>>;

/** A node with what is needed to judge its next packet. Immutable once committed: a change replaces it. */
export interface NodeState {
  readonly node: Node;
  readonly provenance: FieldProvenance;
  readonly uptime: { readonly seconds: number; readonly at: number } | null;
  /** The newest packet, which hopsAway is taken from. */
  readonly newest: { readonly at: number; readonly packetId: number };
  readonly rhythm: NodeRhythm;
}

import type { Node } from '@mesh-observatory/contract/resources';

/** What a node says about itself; each of these has a source and a time of its own. */
export const saidFields = [
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
export type SaidField = (typeof saidFields)[number];

/** How much a source is worth: a lower one never replaces what a higher one said. */
export const SOURCE_RANK = { retained: 1, json: 2, protobuf: 3 } as const;
export type SourceRank = (typeof SOURCE_RANK)[keyof typeof SOURCE_RANK];

export type Said = Readonly<Partial<Record<SaidField, readonly [rank: number, at: number]>>>;

/** A node with what is needed to judge the next packet of it. Never changed once it is committed: replaced. */
export interface NodeState {
  readonly node: Node;
  readonly said: Said;
  readonly uptime: { readonly seconds: number; readonly at: number } | null;
  /** When snr and rssi were measured. */
  readonly directAt: number | null;
  readonly lastGatewayAt: number;
  /** The newest packet: channel and hopsAway are its. */
  readonly newest: { readonly at: number; readonly packetId: number };
}

export type { Node };

import type { Ingested, NodeNum, PacketId, RawMessage } from '../model.js';
import type { NodesForPolicy } from './store.js';

/** Time of reception, Unix ms; `to` is exclusive. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A packet of which no key decrypted at least one copy. */
export interface UndecryptedPacket {
  readonly kind: 'undecrypted';
  readonly row: number;
  /** The copies that may say something different, as they were received. */
  readonly copies: readonly { readonly copy: string; readonly message: RawMessage }[];
}

/** A packet whose payload is stored because it could not be decoded. */
export interface UndecodedPacket {
  readonly kind: 'undecoded';
  readonly row: number;
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly id: PacketId;
  readonly channel: string;
  readonly portnum: number;
  readonly payload: Uint8Array;
  readonly flags: readonly string[];
  readonly wantAck: boolean;
  readonly wantResponse: boolean;
  readonly requestId: PacketId | null;
  readonly replyId: PacketId | null;
  readonly okToMqtt: boolean | null;
  /** The gateway that received it first, and when (Unix ms). */
  readonly gateway: NodeNum;
  readonly receivedAt: number;
}

export type UnreadPacket = UndecryptedPacket | UndecodedPacket;

/** Packets that could not be read when they were received, in the order of their rows. */
export interface UnreadReader {
  /** Packets of both kinds in this time. */
  count(range: TimeRange): number;
  /** The next packets of a kind after this row; fewer than `limit` are the last. */
  next(kind: UnreadPacket['kind'], after: number, range: TimeRange, limit: number): readonly UnreadPacket[];
  /** Knowledge of nodes, for the policy. */
  readonly nodes: NodesForPolicy;
}

/** An unread packet after it was read again. */
export interface ReadAgain {
  readonly row: number;
  /** Copies that say something now. */
  readonly copies: readonly Pick<Ingested, 'packet' | 'reception' | 'events'>[];
  /** Copies to remove: nothing more can be learned from them, or a policy drops them. */
  readonly done: readonly string[];
}

/**
 * - `changed`, `unchanged`: the packet says more than before, or the same;
 * - `read_from_another_copy`: it was read from JSON or another copy too long ago for its content to be replaced;
 * - `another_packet`: the copy belongs to another packet with the same sender and id;
 * - `gone`: the packet, or everyone who received it, is not stored any more.
 */
export type RereadOutcome = 'changed' | 'unchanged' | 'read_from_another_copy' | 'another_packet' | 'gone';

/** Of each packet, the outcomes of its copies. */
export type Outcomes = readonly (readonly RereadOutcome[])[];

/** Reads stored packets again, while nothing is ingested. */
export interface UnreadPackets extends UnreadReader {
  /** The progress that `commit` saved last. */
  progress(): string | undefined;
  /**
   * Stores what the packets say, and the progress, in one transaction. Returns the outcome of each copy.
   * @param progressAfter returns the progress, given the outcomes.
   */
  commit(packets: readonly ReadAgain[], progressAfter: (outcomes: Outcomes) => string): Outcomes;
  /** Nothing is left to continue. */
  finish(): void;
}

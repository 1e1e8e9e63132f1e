import type { MeshEvent, MeshPacket, Reception } from '../../../model.js';
import type { Change } from '../../store.js';
import type { NewEvent } from './event-log.js';
import type { NodeDraft } from './node-draft.js';
import type { SourceRank } from './node-state.js';

/**
 * How a message came to us:
 * - `live`: a gateway heard the packet just now;
 * - `retained`: the broker kept the message and repeats it to every new subscriber;
 * - `replay`: a store-and-forward router repeats a packet of the past.
 * Only live messages prove that a node is there.
 */
export type MessageOrigin = 'live' | 'retained' | 'replay';

/** One received message, as the transaction that stores it sees it. */
export interface ReceptionUpdate {
  readonly packet: MeshPacket;
  readonly reception: Reception;
  readonly events: readonly MeshEvent[];
  readonly messageOrigin: MessageOrigin;
  /** First reception of the packet, Unix ms: the time of everything in it. */
  readonly at: number;
  readonly isNewPacket: boolean;
  readonly announce: (change: Change) => void;
  /** Stores and announces an event that was derived from the message. */
  readonly recordEvent: (event: NewEvent) => void;
}

/** The same message while the events of its packet are applied. */
export interface EventContext extends ReceptionUpdate {
  /** Row of the packet. */
  readonly row: number;
  /** The sender; undefined when it has never been heard itself. */
  readonly sender: NodeDraft | undefined;
  readonly rank: SourceRank;
  /** Events of this packet were applied before, from a copy that was less complete. */
  readonly isReapplied: boolean;
}

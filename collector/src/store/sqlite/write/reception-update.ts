import type { MeshEvent, MeshPacket, Reception } from '../../../model.js';
import type { Change } from '../../store.js';
import type { NewEvent } from './event-log.js';
import type { NodeDraft } from './node-draft.js';
import type { SourceRank } from './node-state.js';

/**
 * How a message came to us:
 * - `live`: a gateway heard the packet just now;
 * - `retained`: the broker kept the message and repeats it to every new subscriber;
 * - `replay`: a store-and-forward router repeats a packet of the past;
 * - `delayed`: a gateway heard the packet hours ago, and a queue delivered it now.
 * Only live messages prove that a node is there, or that two nodes hear each other.
 */
export type MessageOrigin = 'live' | 'retained' | 'replay' | 'delayed';

/** True for a packet that a gateway heard once, now or hours ago: what it says belongs to the history of its node. */
export const isHistory = (origin: MessageOrigin): boolean => origin === 'live' || origin === 'delayed';

/** One received message, as the transaction that stores it sees it. */
export interface ReceptionUpdate {
  readonly packet: MeshPacket;
  readonly reception: Reception;
  readonly events: readonly MeshEvent[];
  readonly messageOrigin: MessageOrigin;
  /** First reception of the packet, Unix ms, or when it was heard if it is delayed: the time of everything in it. */
  readonly at: number;
  /** When the gateway heard this copy, Unix ms; null = before now, but not known when. */
  readonly heardAt: number | null;
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

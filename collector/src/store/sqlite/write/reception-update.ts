import type { MeshEvent, Reception } from '../../../model.js';
import type { Change } from '../../store.js';
import type { NewEvent } from './event-log.js';
import type { PacketState } from './merge-packet.js';
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
  /** The copy in the message. */
  readonly packet: PacketState;
  /** The packet as it is now stored: all its copies together. */
  readonly merged: PacketState;
  /** Content of the copy. */
  readonly events: readonly MeshEvent[];
  /** The reception in the message. */
  readonly reception: Reception;
  readonly messageOrigin: MessageOrigin;
  /** First reception of the packet, Unix ms, or when it was heard if it is delayed: the time of everything in it. */
  readonly at: number;
  /** When the gateway heard this copy, Unix ms; null = before now, but not known when. */
  readonly heardAt: number | null;
  /** Packets that the message adds to the history: 1 for a new one; -1 when it turns out to be a replay. */
  readonly newPackets: number;
  readonly announce: (change: Change) => void;
  /** Stores and announces an event that was derived from the message. */
  readonly recordEvent: (event: NewEvent) => void;
}

/** Content of a packet that was applied before a further copy changed it. */
export interface AppliedContent {
  /** Time of the packet then. */
  readonly at: number;
  readonly origin: MessageOrigin;
  readonly events: readonly MeshEvent[];
  /** Every copy had passed through MQTT. */
  readonly isViaMqtt: boolean;
}

/** The message while the events of its packet are applied: `packet` and `messageOrigin` are those of all copies. */
export interface EventContext extends Omit<ReceptionUpdate, 'merged'> {
  /** Row of the packet. */
  readonly row: number;
  /** The sender; undefined when it has never been heard itself. */
  readonly sender: NodeDraft | undefined;
  readonly rank: SourceRank;
  /** Content that these events replace; null when no events of the packet were applied before. */
  readonly before: AppliedContent | null;
}

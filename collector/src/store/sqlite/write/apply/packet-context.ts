import type { MeshPacket, Reception } from '../../../../model.js';
import type { Change } from '../../../store.js';
import type { NewEvent } from '../event-log.js';
import type { NodeDraft } from '../node-draft.js';
import type { SourceRank } from '../node-state.js';

/** What is known when the events of a packet are applied. */
export interface PacketContext {
  readonly row: number;
  /** When the packet was first received: the time of everything it says. */
  readonly at: number;
  readonly packet: MeshPacket;
  /** The copy the events come from. */
  readonly reception: Reception;
  /** Nobody repeated it from memory: neither a retained message nor a store-and-forward replay. */
  readonly firstHand: boolean;
  /** Events of this packet were applied before, from a copy that said less. */
  readonly again: boolean;
  readonly rank: SourceRank;
  /** undefined: nobody heard this node yet, only of it. */
  readonly origin: NodeDraft | undefined;
  readonly announce: (change: Change) => void;
  /** Records what was derived, and announces it. */
  readonly derive: (event: NewEvent) => void;
}

import type { Dictionaries } from './dictionaries.js';
import type { PacketState } from './merge-packet.js';
import type { ReceptionState } from './merge-reception.js';
import type { TrafficCounter, TrafficEntry } from './traffic.js';

/** A packet and its receptions at one moment. */
interface Heard {
  readonly packet: PacketState;
  readonly receptions: readonly ReceptionState[];
}

/**
 * Counts the receptions of packets: each gateway's once, the first under the decode status of the packet, the others
 * as duplicates. When a further copy changes what is known of a packet, its receptions are counted anew.
 */
export class PacketTraffic {
  readonly #traffic: TrafficCounter;
  readonly #dictionaries: Dictionaries;

  constructor(traffic: TrafficCounter, dictionaries: Dictionaries) {
    this.#traffic = traffic;
    this.#dictionaries = dictionaries;
  }

  countFirst(packet: PacketState, reception: ReceptionState): void {
    for (const entry of this.#entriesOf({ packet, receptions: [reception] })) this.#traffic.count(entry);
  }

  /** @param receptionsBefore reads the receptions without this copy; called only when all are counted anew. */
  countCopy(
    before: PacketState,
    after: PacketState,
    reception: { readonly before: ReceptionState | undefined; readonly after: ReceptionState },
    receptionsBefore: () => readonly ReceptionState[],
  ): void {
    if (countsTheSame(before, after) && !hasMoved(reception)) {
      if (reception.before === undefined) this.#traffic.count(this.#entryOf(after, reception.after, 'duplicate'));
      return;
    }
    const known = receptionsBefore();
    const others = known.filter(({ gateway }) => gateway !== reception.after.gateway);
    for (const entry of this.#entriesOf({ packet: before, receptions: known })) this.#traffic.discount(entry);
    for (const entry of this.#entriesOf({ packet: after, receptions: [...others, reception.after] })) {
      this.#traffic.count(entry);
    }
  }

  /** Without retained messages: the broker repeats them, nobody heard them now. */
  #entriesOf({ packet, receptions }: Heard): TrafficEntry[] {
    const heard = receptions.filter(({ isLive }) => isLive);
    heard.sort((a, b) => a.receivedAt - b.receivedAt || a.gateway - b.gateway);
    return heard.map((reception, index) =>
      this.#entryOf(packet, reception, index === 0 ? packet.decodeStatus : 'duplicate'),
    );
  }

  #entryOf(packet: PacketState, { receivedAt, gateway }: ReceptionState, outcome: string): TrafficEntry {
    const { portnum, size, channel } = packet;
    const channelId = this.#dictionaries.channelId(channel);
    return { at: receivedAt, gateway, channelId, portnum, outcome, bytes: size };
  }
}

const hasMoved = ({ before, after }: { before: ReceptionState | undefined; after: ReceptionState }) =>
  before !== undefined && (before.receivedAt !== after.receivedAt || before.isLive !== after.isLive);

/** True when the entries of the earlier receptions stay as they are. */
function countsTheSame(before: PacketState, after: PacketState): boolean {
  return (
    before.decodeStatus === after.decodeStatus &&
    before.portnum === after.portnum &&
    before.size === after.size &&
    before.channel === after.channel &&
    before.first.at === after.first.at &&
    before.first.gateway === after.first.gateway &&
    !after.flags.includes('retained')
  );
}

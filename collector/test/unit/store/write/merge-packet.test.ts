import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PacketFlag } from '../../../../src/model.js';
import { mergeable, mergePacket, packetStateOf } from '../../../../src/store/sqlite/write/merge-packet.js';
import { mergeReception, receptionStateOf } from '../../../../src/store/sqlite/write/merge-reception.js';
import { HOUR_MS } from '../../../helpers/ingested.js';
import { decodedMessage } from '../../../helpers/decoded-messages.js';
import { meshTraffic } from '../../../helpers/packet-copies.js';

const packets = meshTraffic().packets.map(({ name, copies }) => ({ name, copies: copies.map(decodedMessage) }));
const merged = <T>(items: readonly T[], merge: (a: T, b: T) => T) => items.slice(1).reduce(merge, items[0] as T);

const TRANSPORTS = ['TRANSPORT_LORA', 'TRANSPORT_MULTICAST_UDP', null, 'TRANSPORT_MQTT'];

/** Some copies come through MQTT, some hours late, with or without a clock that tells when they were heard. */
function kindOf(index: number, at: number): { flags: readonly PacketFlag[]; heardAt: number | null } {
  if (index % 5 === 1) return { flags: ['via_mqtt'], heardAt: null };
  if (index % 5 === 2) return { flags: ['stale'], heardAt: at - (2 * HOUR_MS + index) };
  return { flags: index % 5 === 3 ? ['stale'] : [], heardAt: null };
}

describe.each(packets)('the copies of one packet: $name', ({ copies }) => {
  const states = copies.map(({ packet, reception, events }, index) => {
    const { gateway, receivedAt: at } = reception;
    const { flags, heardAt } = kindOf(index, at);
    const copy = { ...packet, flags: [...packet.flags, ...flags] };
    return packetStateOf(copy, mergeable(events, copy), true, { at, gateway }, heardAt);
  });
  const receptions = copies.map(({ packet, reception }, index) =>
    receptionStateOf({ ...reception, transport: TRANSPORTS[index % TRANSPORTS.length] ?? null }, packet, true),
  );

  it('make the same packet in any order and any grouping, each as often as it comes', () => {
    const whole = merged([...states, ...states], mergePacket);
    const orders = fc.shuffledSubarray(states, { minLength: states.length });
    fc.assert(
      fc.property(orders, fc.nat(states.length - 1), (order, cut) => {
        const left = merged(order.slice(0, cut + 1), mergePacket);
        const right = merged(order.slice(cut), mergePacket);
        expect(mergePacket(left, right)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('make the same reception of each gateway in any order', () => {
    for (const { gateway } of receptions) {
      const own = receptions.filter((reception) => reception.gateway === gateway);
      const whole = merged([...own, ...own], mergeReception);
      expect(merged([...own, ...own.toReversed()].reverse(), mergeReception)).toEqual(whole);
    }
  });
});

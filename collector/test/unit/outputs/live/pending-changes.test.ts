import { describe, expect, it } from '@jest/globals';
import { createPendingChanges } from '../../../../src/outputs/live/pending-changes.js';
import type { Change } from '../../../../src/store/store.js';
import { messageChange, packetChange } from '../../../helpers/live-changes.js';
import { createMemoryHotState, hotLink } from '../../../helpers/memory-hot-state.js';

const telemetry = (metric: string, value: number, at: number): Change => ({
  kind: 'telemetry',
  telemetry: { nodeId: '!00000001', metric, value, at },
});
const packet = (packetId: number, gatewayId: string) =>
  packetChange(packetId, {
    receptions: [
      {
        gatewayId,
        broker: 'b',
        topic: 't',
        rxTime: null,
        receivedAt: 1,
        snr: 1,
        rssi: 1,
        hopStart: 3,
        hopLimit: 3,
        hopsAway: 0,
        relayNode: null,
      },
    ],
  });

function taken(changes: readonly Change[], maxBytes = Infinity): unknown[] {
  const pending = createPendingChanges(1000);
  for (const change of changes) pending.add(change);
  return pending.take(maxBytes).map(({ json }) => JSON.parse(json) as unknown);
}

describe('changes waiting for the next round', () => {
  it('merges the patches of a node, its metrics too', () => {
    const hot = createMemoryHotState();
    const merged = taken([
      hot.change(1, { snr: 1, packets: 2, metrics: { voltage: { value: 3.9, at: 1 }, battery: { value: 80, at: 1 } } }),
      hot.change(2, { packets: 9 }),
      hot.change(1, { packets: 3, metrics: { voltage: { value: 3.8, at: 2 } } }),
    ]);
    expect(merged).toEqual([
      {
        nodeId: '!00000001',
        snr: 1,
        packets: 3,
        metrics: { voltage: { value: 3.8, at: 2 }, battery: { value: 80, at: 1 } },
      },
      { nodeId: '!00000002', packets: 9 },
    ]);
  });

  it('keeps the newest of a link, per direction and kind', () => {
    const link = (from: number, to: number, snr: number): Change => ({
      kind: 'link',
      link: hotLink(from, to, { snr }),
    });
    const merged = taken([link(1, 2, 1), link(2, 1, 2), link(1, 2, 3)]);
    expect(merged).toMatchObject([
      { fromId: '!00000001', snr: 3 },
      { fromId: '!00000002', snr: 2 },
    ]);
  });

  it('keeps the newest reading per node and metric, whatever the order of arrival', () => {
    expect(taken([telemetry('a', 1, 10), telemetry('b', 2, 10), telemetry('a', 3, 5), telemetry('b', 4, 20)])).toEqual([
      { nodeId: '!00000001', metric: 'a', value: 1, at: 10 },
      { nodeId: '!00000001', metric: 'b', value: 4, at: 20 },
    ]);
  });

  it('keeps every message, also equal ones', () => {
    expect(taken([messageChange('a'), messageChange('b'), messageChange('a')])).toMatchObject([
      { text: 'a' },
      { text: 'b' },
      { text: 'a' },
    ]);
  });

  it('collects the receptions of one packet, and takes packets without an id for different ones', () => {
    const merged = taken([
      packet(7, '!0000000a'),
      packet(7, '!0000000b'),
      packet(0, '!0000000a'),
      packet(0, '!0000000a'),
    ]);
    expect(merged).toMatchObject([
      { packetId: 7, receptions: [{ gatewayId: '!0000000a' }, { gatewayId: '!0000000b' }] },
      { packetId: 0, receptions: [{ gatewayId: '!0000000a' }] },
      { packetId: 0, receptions: [{ gatewayId: '!0000000a' }] },
    ]);
  });

  it('hands out a large backlog in pieces and loses nothing', () => {
    const pending = createPendingChanges(1000);
    for (let index = 0; index < 500; index += 1) pending.add(messageChange(`number ${index}`));
    const texts: unknown[] = [];
    let rounds = 0;
    while (pending.size > 0) {
      rounds += 1;
      for (const { change } of pending.take(1000)) if (change.kind === 'message') texts.push(change.message.text);
    }
    expect(rounds).toBeGreaterThan(10);
    expect(texts).toEqual(Array.from({ length: 500 }, (_, index) => `number ${index}`));
  });

  it('refuses more than it may hold, but still merges into what it holds', () => {
    const pending = createPendingChanges(2);
    expect(
      [messageChange('a'), telemetry('t', 1, 1), messageChange('b'), telemetry('t', 2, 2)].map((change) =>
        pending.add(change),
      ),
    ).toEqual([true, true, false, true]);
    expect(pending.size).toBe(2);
  });
});

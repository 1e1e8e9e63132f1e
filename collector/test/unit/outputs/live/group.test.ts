import { describe, expect, it } from '@jest/globals';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { createChangeItem } from '../../../../src/outputs/live/change-item.js';
import { createGroup } from '../../../../src/outputs/live/group.js';
import { createBatchHistory } from '../../../../src/outputs/live/batch-history.js';
import { createSubscription } from '../../../../src/outputs/live/subscription.js';
import type { Change } from '../../../../src/store/store.js';
import { createMemoryHotState, hotLink, hotNode } from '../../../helpers/memory-hot-state.js';

function groupOf(
  wish: Parameters<typeof createSubscription>[0],
  hot = createMemoryHotState(),
  messageBytes = 64 * 1024,
) {
  const group = createGroup({
    subscription: createSubscription(wish),
    hot,
    history: createBatchHistory(1e7, 60_000, () => 0),
    messageBytes,
    snapshotLinks: 1000,
    now: () => 1,
  });
  const received: Extract<ServerMessage, { type: 'batch' }>[] = [];
  group.members.add({ deliver: (payload) => received.push(JSON.parse(payload.bytes!.toString()) as never) });
  const send = (...changes: Change[]) => group.send(changes.map(createChangeItem));
  const snapshot = () =>
    [...group.snapshot().parts].map((part) => JSON.parse(part) as Extract<ServerMessage, { type: 'snapshot' }>);
  return { group, hot, received, send, snapshot };
}

const BERLIN = { west: 13, south: 52, east: 14, north: 53 };

describe('a group of clients with one subscription', () => {
  it('sends a node in full the first time and the patch afterwards', () => {
    const { hot, received, send } = groupOf({});
    send(hot.change(1, { packets: 2 }));
    send(hot.change(1, { packets: 3 }));
    expect(received[0]?.nodes?.[0]).toMatchObject({ nodeId: '!00000001', longName: 'Node 1', packets: 2 });
    expect(received[1]?.nodes).toEqual([{ nodeId: '!00000001', packets: 3 }]);
    expect(received.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('sends patches of nodes that were in a snapshot', () => {
    const { hot, received, send, snapshot } = groupOf({}, createMemoryHotState([hotNode(1)]));
    expect(snapshot()[0]?.nodes).toHaveLength(1);
    send(hot.change(1, { packets: 3 }));
    expect(received[0]?.nodes).toEqual([{ nodeId: '!00000001', packets: 3 }]);
  });

  it('sends a node in full again when a newcomer cannot know it', () => {
    const { hot, received, send, snapshot } = groupOf({}, createMemoryHotState([hotNode(1)]));
    snapshot();
    hot.forget(1);
    snapshot();
    send(hot.change(1, { packets: 3 }));
    expect(received[0]?.nodes?.[0]).toHaveProperty('longName');
  });

  it('tells that a node left the area, once, and shows it in full when it comes back', () => {
    const { hot, received, send } = groupOf({ bounds: BERLIN });
    send(hot.change(1, { latitude: 52.5, longitude: 13.5 }));
    send(hot.change(1, { latitude: 50, longitude: 10 }));
    send(hot.change(1, { latitude: 49, longitude: 10 }));
    send(hot.change(1, { latitude: 52.6, longitude: 13.5 }));
    expect(received.map(({ nodes }) => nodes?.[0]?.latitude)).toEqual([52.5, 50, 52.6]);
    expect(received[1]?.nodes?.[0]).not.toHaveProperty('longName');
    expect(received[2]?.nodes?.[0]).toHaveProperty('longName');
  });

  it('stays silent, and does not count, when there is nothing for it', () => {
    const { group, hot, received, send } = groupOf({ kinds: ['links'] });
    send(hot.change(1, { packets: 3 }));
    expect([received.length, group.seq]).toEqual([0, 0]);
    send(hot.link(hotLink(1, 2)));
    expect(received.map(({ seq, links }) => [seq, links?.length])).toEqual([[1, 1]]);
  });

  it('splits what is too large for one message', () => {
    const { hot, received, send } = groupOf({}, createMemoryHotState(), 2000);
    send(...Array.from({ length: 50 }, (_, index) => hot.change(index + 1, { packets: 1 })));
    expect(received.length).toBeGreaterThan(5);
    expect(received.map(({ seq }) => seq)).toEqual(received.map((_, index) => index + 1));
    expect(new Set(received.flatMap(({ nodes }) => nodes?.map(({ nodeId }) => nodeId))).size).toBe(50);
  });

  it('remembers batches by number for those who come back', () => {
    const { group, hot, send } = groupOf({});
    for (const packets of [1, 2, 3]) send(hot.change(1, { packets }));
    expect(JSON.parse(group.batch(2)!.bytes!.toString())).toMatchObject({ seq: 2, nodes: [{ packets: 2 }] });
    expect([0, 1, 3, 4].map((seq) => group.remembersAfter(seq))).toEqual([true, true, true, false]);
  });

  it('makes the parts of a snapshot from the state at the moment each is asked for', () => {
    const nodes = Array.from({ length: 40 }, (_, index) => hotNode(index + 1));
    const { group, hot } = groupOf({}, createMemoryHotState(nodes), 2000);
    hot.link(hotLink(1, 2, { snr: 1 }));
    const { parts } = group.snapshot();
    const first = parts.next().value as string;
    hot.change(40, { packets: 99 });
    hot.link(hotLink(1, 2, { snr: 9 }));
    const all = [first, ...parts].map((part) => JSON.parse(part) as Extract<ServerMessage, { type: 'snapshot' }>);
    expect(all.map(({ part }) => part)).toEqual(all.map((_, index) => index + 1));
    expect(all.map(({ last }) => last)).toEqual(all.map((_, index) => index === all.length - 1));
    const found = all.flatMap((part) => part.nodes);
    expect(found).toHaveLength(40);
    expect(found.find(({ nodeNum }) => nodeNum === 40)?.packets).toBe(99);
    expect(all.flatMap((part) => part.links).map(({ snr }) => snr)).toEqual([9]);
  });

  it('keeps hostile names as data', () => {
    const { hot, received, send } = groupOf({});
    const longName = '</script>"\\\u0000\u202e\ud800","type":"hello';
    send(hot.change(1, { longName }));
    expect(received[0]?.nodes?.[0]?.longName).toBe(longName);
    expect(received[0]?.type).toBe('batch');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { createBatchHistory } from '../../../../src/outputs/live/batch-history.js';
import { createChangeItem } from '../../../../src/outputs/live/change-item.js';
import { Delivery } from '../../../../src/outputs/live/delivery.js';
import { createGroup } from '../../../../src/outputs/live/group.js';
import { defaultLiveLimits } from '../../../../src/outputs/live/limits.js';
import { createSubscription } from '../../../../src/outputs/live/subscription.js';
import { createMemoryHotState, hotNode } from '../../../helpers/memory-hot-state.js';

/** A client that reads only when told to, and the group it is in. */
function createClient({ maxBufferedBytes = 1024 * 1024, nodes = 0 } = {}) {
  let time = 0;
  let bufferedAmount = 0;
  const unread: { text: string; done: () => void }[] = [];
  const events: string[] = [];
  const hot = createMemoryHotState(Array.from({ length: nodes }, (_, index) => hotNode(index + 1)));
  const group = createGroup({
    subscription: createSubscription({ kinds: ['nodes'] }),
    hot,
    history: createBatchHistory(1e7, 60_000, () => time),
    messageBytes: 64 * 1024,
    snapshotLinks: 10,
    now: () => time,
  });
  const delivery = new Delivery({
    socket: {
      get bufferedAmount() {
        return bufferedAmount;
      },
      send(data, _options, callback) {
        bufferedAmount += data.length;
        unread.push({
          text: data.toString(),
          done: () => {
            bufferedAmount -= data.length;
            callback();
          },
        });
      },
    },
    limits: { ...defaultLiveLimits, maxBufferedBytes },
    monotonicMs: () => time,
    onSent: () => undefined,
    onDropped: () => events.push('dropped'),
    onRoom: () => undefined,
    onTooSlow: () => events.push('too slow'),
  });
  return {
    group,
    delivery,
    events,
    wait: (ms: number) => (time += ms),
    /** Commits a change of node 1. */
    change: (packets: number) => group.send([createChangeItem(hot.change(1, { packets }))]),
    /** Reads everything that is there, and what comes of reading it. */
    read(): ServerMessage[] {
      const messages: ServerMessage[] = [];
      for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
        messages.push(JSON.parse(next.text) as ServerMessage);
        next.done();
      }
      return messages;
    },
  };
}

const seqs = (messages: ServerMessage[]) => messages.map((message) => ('seq' in message ? message.seq : undefined));

describe('Delivery', () => {
  it('sends the batches of its group in order', () => {
    const client = createClient();
    client.delivery.join(client.group, undefined);
    client.change(1);
    client.change(2);
    expect(seqs(client.read())).toEqual([1, 2]);
  });

  it('skips batches for a client that does not read, and says how many when it reads again', () => {
    const client = createClient({ maxBufferedBytes: 1500 });
    client.delivery.join(client.group, undefined);
    for (let packets = 1; packets <= 40; packets += 1) client.change(packets);
    expect(client.delivery.lagging).toBe(true);
    expect(client.delivery.bufferedBytes).toBeLessThanOrEqual(1500);
    const messages = client.read();
    const lagging = messages.filter(({ type }) => type === 'lagging').at(-1);
    expect(lagging).toEqual({ type: 'lagging', seq: 40, dropped: client.events.length });
    expect(client.delivery.lagging).toBe(false);
    client.change(41);
    expect(seqs(client.read())).toEqual([41]);
  });

  it('reports a client as too slow after the grace period, not before', () => {
    const client = createClient({ maxBufferedBytes: 1500 });
    client.delivery.join(client.group, undefined);
    for (let packets = 1; packets <= 40; packets += 1) client.change(packets);
    expect(client.events).not.toContain('too slow');
    client.wait(defaultLiveLimits.lagGraceMs);
    client.change(41);
    expect(client.events).toContain('too slow');
  });

  it('sends a resumed client the batches it missed, then those that follow', () => {
    const client = createClient();
    for (const packets of [1, 2, 3]) client.change(packets);
    client.delivery.join(client.group, 1);
    client.change(4);
    expect(seqs(client.read())).toEqual([2, 3, 4]);
  });

  it('sends a snapshot of the subscribed nodes', () => {
    const client = createClient({ nodes: 3 });
    client.delivery.join(client.group, undefined);
    client.delivery.sendSnapshot();
    const snapshots = client.read().flatMap((message) => (message.type === 'snapshot' ? [message] : []));
    expect(snapshots.map(({ last, nodes }) => [last, nodes.map(({ nodeNum }) => nodeNum)])).toEqual([
      [true, [1, 2, 3]],
    ]);
  });

  it('sends nothing after it was stopped', () => {
    const client = createClient();
    client.delivery.join(client.group, undefined);
    client.delivery.stop();
    client.change(1);
    expect([client.read(), client.group.members.size]).toEqual([[], 0]);
  });
});

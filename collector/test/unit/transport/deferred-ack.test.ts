import { describe, expect, it } from '@jest/globals';
import { createDeferredAcks, type DeferredAcks } from '../../../src/transport/deferred-ack.js';

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

function deferred(): Deferred {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function acksUnderTest() {
  const writes: number[][] = [];
  const rejected: number[] = [];
  const acks = createDeferredAcks<number>({
    send: (ids) => writes.push([...ids]),
    onRejected: (id) => rejected.push(id),
  });
  return { acks, writes, rejected, sent: () => writes.flat() };
}

describe('deferred acknowledgements', () => {
  it('sends nothing before the handler resolved', async () => {
    const { acks, sent } = acksUnderTest();
    const commit = deferred();
    acks.hold(7, commit.promise);
    await turn();
    expect(sent()).toEqual([]);
    expect(acks.unacknowledged).toBe(1);
    commit.resolve();
    await turn();
    expect(sent()).toEqual([7]);
    expect(acks.unacknowledged).toBe(0);
  });

  it('sends a group commit as one write', async () => {
    const { acks, writes } = acksUnderTest();
    const commits = [1, 2, 3, 4, 5].map((id) => {
      const commit = deferred();
      acks.hold(id, commit.promise);
      return commit;
    });
    for (const commit of commits) commit.resolve();
    await turn();
    expect(writes).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('keeps the order of arrival when handlers finish in another order', async () => {
    const { acks, sent } = acksUnderTest();
    const [first, second, third] = [deferred(), deferred(), deferred()] as const;
    acks.hold(1, first.promise);
    acks.hold(2, second.promise);
    acks.hold(3, third.promise);
    third.resolve();
    second.resolve();
    await turn();
    expect(sent()).toEqual([]);
    first.resolve();
    await turn();
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('never acknowledges a rejected message, which keeps its slot, and goes on with the others', async () => {
    const { acks, sent, rejected } = acksUnderTest();
    acks.hold(1, Promise.reject(new Error('no')));
    acks.hold(2, Promise.resolve());
    await turn();
    expect(sent()).toEqual([2]);
    expect(rejected).toEqual([1]);
    expect(acks.unacknowledged).toBe(1);
  });

  it('answers a retransmission on the same connection once, after the copy that arrived last', async () => {
    const { acks, sent } = acksUnderTest();
    const [original, copy] = [deferred(), deferred()] as const;
    acks.hold(9, original.promise);
    acks.hold(9, copy.promise);
    original.resolve();
    await turn();
    expect(sent()).toEqual([]);
    copy.resolve();
    await turn();
    expect(sent()).toEqual([9]);
    expect(acks.unacknowledged).toBe(0);
  });

  it('acknowledges the same packet id again once the sender uses it for the next message', async () => {
    const { acks, sent } = acksUnderTest();
    acks.hold(9, Promise.resolve());
    await turn();
    acks.hold(9, Promise.resolve());
    await turn();
    expect(sent()).toEqual([9, 9]);
  });

  it('tells when the window has room again', async () => {
    const { acks } = acksUnderTest();
    const [first, second] = [deferred(), deferred()] as const;
    acks.hold(1, first.promise);
    acks.hold(2, second.promise);
    let room = false;
    void acks.below(1).then(() => (room = true));
    await turn();
    expect(room).toBe(false);
    first.resolve();
    await turn();
    expect(room).toBe(true);
  });

  it('is settled when every handler ended and its acknowledgement left', async () => {
    const { acks, sent } = acksUnderTest();
    const commit = deferred();
    acks.hold(1, commit.promise);
    acks.hold(2, Promise.reject(new Error('no')));
    let sentWhenSettled: number[] | undefined;
    void acks.settled().then(() => (sentWhenSettled = sent()));
    await turn();
    expect(sentWhenSettled).toBeUndefined();
    commit.resolve();
    await turn();
    expect(sentWhenSettled).toEqual([1]);
  });

  it('lets waiters go and stays silent when the connection is gone', async () => {
    const { acks, sent } = acksUnderTest();
    const commit = deferred();
    acks.hold(1, commit.promise);
    const waiters = Promise.all([acks.below(0), acks.settled()]);
    acks.close();
    await waiters;
    commit.resolve();
    acks.hold(2, Promise.resolve());
    acks.hold(3, Promise.reject(new Error('late')));
    await turn();
    expect(sent()).toEqual([]);
    expect(acks.unacknowledged).toBe(0);
  });
});

/**
 * R6. Hold a message, lose the connection, let the broker reuse the packet id, release the first message: the second one
 * must not be acknowledged before its own commit.
 */
async function packetIdsAcknowledgedTooEarly(perConnection: (wire: number[]) => DeferredAcks<number>) {
  const wire: number[] = [];
  const [first, second] = [deferred(), deferred()] as const;
  const old = perConnection(wire);
  old.hold(1, first.promise);
  old.close();
  const current = perConnection(wire);
  current.hold(1, second.promise);
  first.resolve();
  await turn();
  const early = [...wire];
  second.resolve();
  await turn();
  return { early, late: wire.slice(early.length) };
}

describe('stale callback guard', () => {
  it('does not acknowledge the message that reuses the packet id before its commit', async () => {
    const { early, late } = await packetIdsAcknowledgedTooEarly((wire) =>
      createDeferredAcks({ send: (ids) => wire.push(...ids), onRejected: () => undefined }),
    );
    expect(early).toEqual([]);
    expect(late).toEqual([1]);
  });

  it('is a test that notices acknowledgements which outlive their connection', async () => {
    const { early } = await packetIdsAcknowledgedTooEarly((wire) => ({
      ...createDeferredAcks<number>({ send: () => undefined, onRejected: () => undefined }),
      hold: (id, handled) => void handled.then(() => wire.push(id)),
    }));
    expect(early).toEqual([1]);
  });
});

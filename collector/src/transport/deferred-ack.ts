/**
 * Acknowledges messages after they are durable, in the order they arrived, on the connection they arrived on.
 *
 * MQTT.js parses the next message only after the PUBACK, and so would wait for each commit. Therefore it is made to
 * continue without acknowledging, and the acknowledgements are held here, one instance per connection, until the handler
 * of each message has resolved. What is not acknowledged when the connection ends is
 * redelivered by the broker; an acknowledgement of a dead connection is never sent on a newer one, where the same packet
 * id may stand for a message that is not stored yet.
 */

export interface DeferredAckOptions<Ack> {
  /** Sends these acknowledgements now. They are in arrival order; a group commit arrives as one call. */
  readonly send: (acks: readonly Ack[]) => void;
  /** A handler rejected: the message stays un-acknowledged until the connection ends. */
  readonly onRejected: (ack: Ack, error: unknown) => void;
}

export interface DeferredAcks<Ack> {
  /** Takes charge of one message. `ack` identifies it on this connection (the packet id). */
  hold(ack: Ack, handled: Promise<void>): void;
  /** Messages without an acknowledgement, rejected ones included: each occupies a slot of the broker's window. */
  readonly unacknowledged: number;
  /** Resolves once at most `limit` messages are unacknowledged, or the connection ended. */
  below(limit: number): Promise<void>;
  /** Resolves when no handler is under way any more, and what could be acknowledged was. */
  settled(): Promise<void>;
  /** The connection is gone: nothing is sent from now on. */
  close(): void;
}

interface Held<Ack> {
  readonly ack: Ack;
  state: 'waiting' | 'done' | 'rejected' | 'superseded';
}

export function createDeferredAcks<Ack>({ send, onRejected }: DeferredAckOptions<Ack>): DeferredAcks<Ack> {
  /** In arrival order; the settled part at the front is removed by `flush`. */
  let queue: Held<Ack>[] = [];
  const latest = new Map<Ack, Held<Ack>>();
  let waiting = 0;
  let closed = false;
  let flushScheduled = false;
  let listeners: { readonly isSatisfied: () => boolean; readonly resolve: () => void }[] = [];

  function when(isSatisfied: () => boolean): Promise<void> {
    if (isSatisfied()) return Promise.resolve();
    return new Promise((resolve) => listeners.push({ isSatisfied, resolve }));
  }

  function notify(): void {
    const satisfied = listeners.filter((listener) => listener.isSatisfied());
    if (satisfied.length === 0) return;
    listeners = listeners.filter((listener) => !satisfied.includes(listener));
    for (const { resolve } of satisfied) resolve();
  }

  /** [MQTT-4.6.0-2]: PUBACKs in the order of their PUBLISHes, so only the settled front of the queue may go. */
  function flush(): void {
    flushScheduled = false;
    if (closed) return;
    const end = queue.findIndex(({ state }) => state === 'waiting');
    const settled = end === -1 ? queue : queue.slice(0, end);
    queue = end === -1 ? [] : queue.slice(end);
    const acks = settled.filter(({ state }) => state === 'done').map(({ ack }) => ack);
    for (const ack of acks) latest.delete(ack);
    if (acks.length > 0) send(acks);
    notify();
  }

  function settle(held: Held<Ack>, state: 'done' | 'rejected'): void {
    waiting -= 1;
    if (held.state === 'waiting') held.state = state;
    // The handlers of a group resolve in one go: a microtask later they are acknowledged with one write.
    if (!flushScheduled) {
      flushScheduled = true;
      queueMicrotask(flush);
    }
  }

  return {
    hold(ack, handled) {
      if (closed) {
        handled.catch(() => undefined); // the broker redelivers it, and so reports it again
        return;
      }
      const held: Held<Ack> = { ack, state: 'waiting' };
      // A retransmission on the same connection: two PUBACKs would acknowledge the next message with this id as well.
      const earlier = latest.get(ack);
      if (earlier !== undefined) earlier.state = 'superseded';
      latest.set(ack, held);
      queue.push(held);
      waiting += 1;
      handled.then(
        () => {
          settle(held, 'done');
        },
        (error: unknown) => {
          settle(held, 'rejected');
          if (!closed) onRejected(ack, error);
        },
      );
    },
    get unacknowledged() {
      return latest.size;
    },
    below: (limit) => when(() => closed || latest.size <= limit),
    settled: () => when(() => closed || (waiting === 0 && !flushScheduled)),
    close() {
      closed = true;
      queue = [];
      latest.clear();
      notify();
    },
  };
}

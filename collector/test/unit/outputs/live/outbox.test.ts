import { describe, expect, it } from '@jest/globals';
import { createOutbox, type Payload } from '../../../../src/outputs/live/outbox.js';

/** A socket whose other end reads only when told to. */
function pausedSocket() {
  const sent: { text: string; done: (error?: Error) => void }[] = [];
  let bufferedAmount = 0;
  return {
    sent,
    get bufferedAmount() {
      return bufferedAmount;
    },
    send(data: Buffer, _options: { binary: boolean }, callback: (error?: Error | null) => void) {
      bufferedAmount += data.length;
      sent.push({
        text: data.toString(),
        done: () => {
          bufferedAmount -= data.length;
          callback();
        },
      });
    },
  };
}

const text = (body: string): Payload => ({
  bytes: Buffer.from(body),
  binary: false,
  size: body.length,
  whenReady: (listener) => listener(),
});

function compressing(size: number): Payload & { finish(body: string): void } {
  let bytes: Buffer | undefined;
  const listeners: (() => void)[] = [];
  return {
    get bytes() {
      return bytes;
    },
    binary: true,
    size,
    whenReady: (listener) => listeners.push(listener),
    finish(body) {
      bytes = Buffer.from(body);
      for (const listener of listeners) listener();
    },
  };
}

describe('the outbox of a client', () => {
  it('takes no more than its bound and sends nothing of what it refuses', () => {
    const socket = pausedSocket();
    const outbox = createOutbox({ socket, maxBytes: 250, onSent: () => undefined });
    expect([
      outbox.offer(text('a'.repeat(100))),
      outbox.offer(text('b'.repeat(100))),
      outbox.offer(text('c'.repeat(100))),
    ]).toEqual([true, true, false]);
    expect(socket.sent.map((message) => message.text[0])).toEqual(['a', 'b']);
    socket.sent[0]!.done();
    expect(outbox.offer(text('d'.repeat(100)))).toBe(true);
  });

  it('counts what is still being compressed', () => {
    const outbox = createOutbox({ socket: pausedSocket(), maxBytes: 250, onSent: () => undefined });
    expect(outbox.offer(compressing(200))).toBe(true);
    expect(outbox.offer(text('x'.repeat(100)))).toBe(false);
    expect(outbox.bufferedBytes).toBeGreaterThanOrEqual(200);
  });

  it('keeps the order, however long one message takes to compress', () => {
    const socket = pausedSocket();
    const outbox = createOutbox({ socket, maxBytes: 1000, onSent: () => undefined });
    const [slow, fast] = [compressing(50), compressing(50)];
    outbox.offer(slow);
    outbox.offer(fast);
    outbox.offer(text('last'));
    fast.finish('second');
    expect(socket.sent).toEqual([]);
    slow.finish('first');
    expect(socket.sent.map((message) => message.text)).toEqual(['first', 'second', 'last']);
  });
});

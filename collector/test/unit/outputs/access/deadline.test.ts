import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { withDeadline } from '../../../../src/outputs/access/deadline.js';

/** A response whose client can leave. */
class FakeResponse extends EventEmitter {
  closed = false;
  writableFinished = false;
  leave(): void {
    this.closed = true;
    this.emit('close');
  }
}

const MINUTE_MS = 60_000;
const never = () => new Promise<never>(() => undefined);

describe('withDeadline', () => {
  it('answers what the work answers, and leaves no listener behind', async () => {
    const response = new FakeResponse();
    expect(await withDeadline(() => Promise.resolve(7), response, MINUTE_MS)).toBe(7);
    expect(response.listenerCount('close')).toBe(0);
  });

  it('passes on the error of the work', async () => {
    const failed = withDeadline(() => Promise.reject(new Error('no')), new FakeResponse(), MINUTE_MS);
    await expect(failed).rejects.toThrow('no');
  });

  it('ends with 504 at the deadline and aborts the signal with the same error', async () => {
    let signal: AbortSignal | undefined;
    const work = (given: AbortSignal) => ((signal = given), never());
    const failed = withDeadline(work, new FakeResponse(), 1);
    await expect(failed).rejects.toMatchObject({ status: 504, code: 'deadline' });
    expect(signal!.reason).toMatchObject({ code: 'deadline' });
  });

  it('ends with 499 when the client leaves', async () => {
    const response = new FakeResponse();
    const failed = expect(withDeadline(never, response, MINUTE_MS)).rejects.toMatchObject({ status: 499 });
    response.leave();
    await failed;
  });

  it('does not start for a client that has left already', async () => {
    const response = new FakeResponse();
    response.leave();
    let started = false;
    const work = () => Promise.resolve((started = true));
    await expect(withDeadline(work, response, MINUTE_MS)).rejects.toMatchObject({ code: 'canceled' });
    expect(started).toBe(false);
  });
});

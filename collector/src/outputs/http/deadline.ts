import type { Response } from 'express';
import { RequestError } from '../../errors.js';

/** A signal that aborts when the client goes away before it has its answer. */
export function abortWhenClosed(response: Response): AbortController {
  const controller = new AbortController();
  const abort = () => controller.abort(new RequestError(499, 'cancelled', 'The client closed the request.'));
  if (response.closed) abort();
  response.once('close', () => {
    if (!response.writableFinished) abort();
  });
  return controller;
}

/**
 * Waits for `work` no longer than `deadlineMs`, and not at all once `controller` is aborted. What is late is aborted, so
 * that it stops, and not waited for, so that a stuck reader cannot hold the socket.
 * @throws RequestError 504 when it took too long, 499 when the client left.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  controller: AbortController,
  deadlineMs: number,
): Promise<T> {
  const { signal } = controller;
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () =>
      reject(signal.reason instanceof Error ? signal.reason : new RequestError(499, 'cancelled', 'Cancelled.'));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const timer = setTimeout(() => {
    controller.abort(new RequestError(504, 'deadline', `This took longer than ${deadlineMs} ms; ask for less.`));
  }, deadlineMs);
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

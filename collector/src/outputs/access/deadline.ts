import { cancelError, type CancelReason } from '../../errors.js';

/** The part of an HTTP response a deadline needs. */
export interface ClosableResponse {
  readonly closed: boolean;
  readonly writableFinished: boolean;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

/**
 * Waits for `work` until the client closes the connection or `deadlineMs` have passed. Then the signal is aborted, so that
 * the work stops, and it is not waited for, so that a stuck reader cannot hold the socket.
 * @throws RequestError 504 after the deadline, 499 when the client has gone.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  response: ClosableResponse,
  deadlineMs: number,
): Promise<T> {
  if (response.closed) throw cancelError('canceled');
  const controller = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  const abort = (reason: CancelReason) => controller.abort(cancelError(reason));
  const onClose = () => {
    if (!response.writableFinished) abort('canceled');
  };
  const timer = setTimeout(() => abort('deadline'), deadlineMs);
  response.once('close', onClose);
  try {
    return await Promise.race([aborted, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    response.off('close', onClose);
  }
}

import type { CancelReason } from '../../../errors.js';

/** Cancels a job on another thread through shared memory `[reason, started]`: a message would wait for the job to end. */
export type CancelToken = Int32Array<SharedArrayBuffer>;
const REASON = 0;
const STARTED = 1;
/** Value in memory by reason; 0 = not canceled. */
const reasonCodes: Readonly<Record<CancelReason, number>> = { canceled: 1, deadline: 2 };

export function createCancelToken(): CancelToken {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** False when it was canceled before. */
export function requestCancel(token: CancelToken, reason: CancelReason): boolean {
  return Atomics.compareExchange(token, REASON, 0, reasonCodes[reason]) === 0;
}

/** undefined: not canceled. */
export function cancelReason(token: CancelToken): CancelReason | undefined {
  const code = Atomics.load(token, REASON);
  if (code === reasonCodes.canceled) return 'canceled';
  return code === reasonCodes.deadline ? 'deadline' : undefined;
}

export function markStarted(token: CancelToken): void {
  Atomics.store(token, STARTED, 1);
}

export function hasStarted(token: CancelToken): boolean {
  return Atomics.load(token, STARTED) === 1;
}

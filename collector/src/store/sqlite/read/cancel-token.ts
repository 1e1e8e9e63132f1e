/** How a job on another thread is told to stop: a message would wait for the job to end. */
import type { StopReason } from './connection.js';

/** Shared memory `[stop, started]`. */
export type JobSwitch = Int32Array<SharedArrayBuffer>;
const STOP = 0;
const STARTED = 1;
/** Value of `stop` by reason; 0 = go on. */
const stopCodes: Readonly<Record<StopReason, number>> = { cancelled: 1, deadline: 2 };

export function createSwitch(): JobSwitch {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** False when it was told already. */
export function tellToStop(controls: JobSwitch, reason: StopReason): boolean {
  return Atomics.compareExchange(controls, STOP, 0, stopCodes[reason]) === 0;
}

export function toldToStop(controls: JobSwitch): StopReason | undefined {
  const code = Atomics.load(controls, STOP);
  if (code === stopCodes.cancelled) return 'cancelled';
  return code === stopCodes.deadline ? 'deadline' : undefined;
}

export function markStarted(controls: JobSwitch): void {
  Atomics.store(controls, STARTED, 1);
}

export function hasStarted(controls: JobSwitch): boolean {
  return Atomics.load(controls, STARTED) === 1;
}

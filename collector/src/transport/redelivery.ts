import { createBackOff } from '../timing/back-off.js';

const FIRST_PAUSE_MS = 5_000;
const LAST_PAUSE_MS = 60_000;

/**
 * Plans the reconnect that makes a broker send rejected messages again. MQTT redelivers only after a reconnect; without
 * one, rejected messages would hold their slots of the receive window, and in the end the delivery.
 */
export class Redelivery {
  private readonly backOff = createBackOff(FIRST_PAUSE_MS);
  private rejected = 0;
  private timer: NodeJS.Timeout | undefined;

  connectionOpened(): void {
    this.rejected = 0;
  }

  /** Plans `reconnect` for the first rejection of a connection. Returns the pause in milliseconds, or undefined. */
  messageRejected(reconnect: () => void): number | undefined {
    this.rejected += 1;
    if (this.rejected > 1) return undefined;
    const pauseMs = this.backOff.next(LAST_PAUSE_MS);
    this.timer = setTimeout(reconnect, pauseMs);
    return pauseMs;
  }

  connectionClosed(accepted: boolean): void {
    this.cancel();
    if (accepted && this.rejected === 0) this.backOff.reset();
  }

  cancel(): void {
    clearTimeout(this.timer);
  }
}

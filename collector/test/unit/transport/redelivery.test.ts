import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redelivery } from '../../../src/transport/redelivery.js';

describe('Redelivery', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('plans one reconnect per connection, however many messages are rejected', () => {
    const redelivery = new Redelivery();
    const reconnect = jest.fn();
    redelivery.connectionOpened();
    expect(redelivery.messageRejected(reconnect)).toBeLessThanOrEqual(5_000);
    expect(redelivery.messageRejected(reconnect)).toBeUndefined();
    jest.advanceTimersByTime(60_000);
    expect(reconnect).toHaveBeenCalledTimes(1);
  });

  it('waits longer each time, until a connection ended without a rejection', () => {
    const redelivery = new Redelivery();
    const pauseOfNextConnection = () => {
      redelivery.connectionOpened();
      const pauseMs = redelivery.messageRejected(() => undefined);
      redelivery.connectionClosed(true);
      return pauseMs ?? 0;
    };
    const pauses = Array.from({ length: 9 }, pauseOfNextConnection);
    expect(Math.max(...pauses)).toBeGreaterThan(40_000);
    redelivery.connectionOpened();
    redelivery.connectionClosed(false); // the broker was down: that proves nothing
    expect(pauseOfNextConnection()).toBeGreaterThan(40_000);
    redelivery.connectionOpened();
    redelivery.connectionClosed(true);
    expect(pauseOfNextConnection()).toBeLessThanOrEqual(5_000);
  });

  it('does not reconnect after the connection closed by itself', () => {
    const redelivery = new Redelivery();
    const reconnect = jest.fn();
    redelivery.connectionOpened();
    redelivery.messageRejected(reconnect);
    redelivery.connectionClosed(true);
    jest.advanceTimersByTime(60_000);
    expect(reconnect).not.toHaveBeenCalled();
  });
});

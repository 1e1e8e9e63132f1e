import { describe, expect, it } from '@jest/globals';
import { BacklogWindow } from '../../../src/transport/backlog-window.js';

function open(kept = true): BacklogWindow {
  const window = new BacklogWindow();
  window.connected(kept, 0);
  return window;
}

describe('BacklogWindow', () => {
  it('holds what comes right after a reconnect to a kept session, until the first pause', () => {
    const window = open();
    expect([200, 250, 900, 1500].map((at) => window.message(at))).toEqual([true, true, true, true]);
    expect([3600, 3601, 3602].map((at) => window.message(at))).toEqual([false, false, false]);
  });

  it('holds nothing when the broker has no session of ours, or sends nothing for a while', () => {
    expect(open(false).message(1)).toBe(false);
    expect(open().message(6000)).toBe(false);
  });

  it('ends on a busy mesh too, and opens again with the next connection', () => {
    const window = open();
    const seconds = Array.from({ length: 700 }, (_, n) => window.message((n + 1) * 1000));
    expect(seconds.filter(Boolean)).toHaveLength(600);
    window.connected(true, 800_000);
    expect(window.message(800_001)).toBe(true);
  });
});

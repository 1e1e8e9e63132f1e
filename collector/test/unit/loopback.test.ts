import { describe, expect, it } from '@jest/globals';
import { isLoopback } from '../../src/loopback.js';

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('accepts %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '192.168.1.5',
    '127.evil.example',
    'localhost.evil.example',
    '128.0.0.1',
    '1127.0.0.1',
  ])('refuses %p', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

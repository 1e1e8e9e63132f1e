import { describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { createFanout } from '../../../src/pipeline/fanout.js';
import type { Change } from '../../../src/store/store.js';

describe('fan-out', () => {
  it('goes on when one output throws on every event, and logs it throttled', () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const received: number[] = [];
    const healthy = { name: 'healthy', publish: (changes: readonly Change[]) => void received.push(changes.length) };
    const throwing = {
      name: 'throwing',
      publish: jest.fn(() => {
        throw new Error('boom');
      }),
    };
    const fanout = createFanout([throwing, healthy], logger);
    const change = { kind: 'telemetry', telemetry: { nodeId: '!a1b2c3d4', at: 0, metric: 'm', value: 1 } } as const;
    for (let n = 0; n < 100; n++) fanout.publish([change]);
    expect(received).toHaveLength(100);
    expect(throwing.publish).toHaveBeenCalledTimes(100);
    expect(lines).toHaveLength(1);
  });
});

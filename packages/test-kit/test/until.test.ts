import { describe, expect, it } from '@jest/globals';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { until } from '@mesh-observatory/test-kit/until';

describe('until', () => {
  it('resolves with the first value that is one, taking errors for "not yet"', async () => {
    let asked = 0;
    const answer = await until(() => {
      asked += 1;
      if (asked === 1) throw new Error('too early');
      return asked === 3 ? 'here' : undefined;
    });
    expect({ answer, asked }).toEqual({ answer: 'here', asked: 3 });
  });

  it('says what it waited for, with the last error as the cause', async () => {
    const failing = () => {
      throw new Error('out of order');
    };
    await expect(until(failing, { timeoutMs: 1, what: () => 'the lift' })).rejects.toMatchObject({
      message: 'Not so after 1 ms: the lift',
      cause: new Error('out of order'),
    });
  });
});

describe('freePort', () => {
  it('names a port that can be bound', async () => {
    expect(await freePort()).toBeGreaterThan(1023);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ConnectionEnd } from '../../../src/transport/mqtt-connection.js';
import { createTakeoverDetector } from '../../../src/transport/takeover-detector.js';

const closed: ConnectionEnd = {
  error: null,
  reasonCode: null,
  accepted: true,
  subscribed: true,
  livedMs: 1_000,
  byUs: false,
};
const takenOver: ConnectionEnd = { ...closed, reasonCode: 0x8e, livedMs: 20_000 };

function detector() {
  let now = 0;
  const takeovers = createTakeoverDetector(() => now);
  return (end: ConnectionEnd, afterMs = 5_000) => {
    now += afterMs;
    return takeovers.judge(end);
  };
}

describe('takeover detector', () => {
  it('believes a broker that says four times within two minutes that the session was taken over', () => {
    const judge = detector();
    expect([takenOver, takenOver, takenOver, takenOver].map((end) => judge(end))).toEqual([
      'suspected',
      'suspected',
      'suspected',
      'proven',
    ]);
  });

  it('tolerates a takeover now and then, as during an update', () => {
    const judge = detector();
    for (let times = 0; times < 20; times += 1) expect(judge(takenOver, 60_000)).toBe('suspected');
  });

  it('suspects connections that are closed without a word within seconds, and never takes that for a proof', () => {
    const judge = detector();
    const judged = Array.from({ length: 1_000 }, () => judge(closed));
    expect(judged.slice(0, 2)).toEqual(['none', 'none']);
    expect(new Set(judged.slice(2))).toEqual(new Set(['suspected']));
  });

  it('proves nothing by any other reason code, however often it comes', () => {
    const judge = detector();
    for (let reasonCode = 0; reasonCode <= 0xff; reasonCode += 1) {
      if (reasonCode === 0x8e) continue;
      for (let times = 0; times < 10; times += 1) expect(judge({ ...closed, reasonCode }, 10)).toBe('none');
    }
  });

  it.each<[string, Partial<ConnectionEnd>]>([
    ['the network cut it', { error: new Error('ECONNRESET') }],
    ['the broker gave a reason', { reasonCode: 0x8b }],
    ['it was not subscribed yet', { subscribed: false }],
    ['it lived longer, as behind a proxy with a timeout', { livedMs: 9_000 }],
    [
      'the broker could not be reached in between',
      { accepted: false, subscribed: false, error: new Error('ECONNREFUSED') },
    ],
  ])('starts counting anew when %s', (_why, other) => {
    const judge = detector();
    for (let times = 0; times < 4; times += 1) judge(closed);
    expect(judge({ ...closed, ...other })).toBe('none');
    expect([closed, closed, closed].map((end) => judge(end))).toEqual(['none', 'none', 'suspected']);
  });

  it('does not count what we closed ourselves', () => {
    const judge = detector();
    for (let times = 0; times < 10; times += 1) expect(judge({ ...closed, byUs: true })).toBe('none');
  });
});

import { describe, expect, it } from '@jest/globals';
import { createHopTrust } from '../../../src/pipeline/hop-trust.js';
import { reception } from '../../helpers/pipeline-parts.js';

describe('hop trust', () => {
  it('believes hops while packets arrive with hops left', () => {
    const trust = createHopTrust();
    for (let n = 0; n < 1000; n++) {
      const judged = trust.judge(reception({ hopStart: 3, hopLimit: n % 3, hopsAway: 3 - (n % 3) }), 'LongFast');
      expect(judged.hopsAway).toBe(3 - (n % 3));
    }
  });

  it('stops believing them where nearly every packet has used up its hops, per broker and channel', () => {
    const trust = createHopTrust();
    let last = reception({});
    for (let n = 0; n < 200; n++)
      last = trust.judge(reception({ hopStart: 3 + (n % 4), hopLimit: 0, hopsAway: 3 + (n % 4) }), 'LongFast');
    expect(last.hopsAway).toBeNull();
    expect(trust.judge(reception({ hopStart: 3, hopLimit: 0, hopsAway: 3 }), 'Private').hopsAway).toBe(3);
    expect(
      trust.judge(reception({ broker: 'other', hopStart: 3, hopLimit: 0, hopsAway: 3 }), 'LongFast').hopsAway,
    ).toBe(3);
  });

  it('believes a broker again once it leaves the hops alone', () => {
    const trust = createHopTrust();
    for (let n = 0; n < 600; n++) trust.judge(reception({ hopStart: 3, hopLimit: 0, hopsAway: 3 }), 'LongFast');
    let last = reception({});
    for (let n = 0; n < 600; n++) last = trust.judge(reception({ hopStart: 3, hopLimit: 2, hopsAway: 1 }), 'LongFast');
    expect(last.hopsAway).toBe(1);
  });
});

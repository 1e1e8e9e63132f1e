import { describe, expect, it } from '@jest/globals';
import type { PacketId, UnixMillis } from '../../../src/model.js';
import { messageKey } from '../../../src/pipeline/dedup.js';
import { NOW, packet, rawMessage } from '../../helpers/pipeline-parts.js';

const key = (...args: Parameters<typeof messageKey>) => Buffer.from(messageKey(...args)).toString('hex');
const later = (minutes: number) => (NOW + minutes * 60_000) as UnixMillis;

describe('message key', () => {
  it('is the same for a redelivery, at any time and from any broker', () => {
    const first = key(rawMessage(), packet({}));
    expect(key(rawMessage({ redelivered: true, receivedAt: later(3000), broker: 'other' }), packet({}))).toBe(first);
    expect(first).toHaveLength(32);
  });

  it('differs for another gateway and for other bytes', () => {
    const first = key(rawMessage(), packet({}));
    expect(key(rawMessage({ topic: 'msh/EU_868/2/e/LongFast/!0badcaff' }), packet({}))).not.toBe(first);
    expect(key(rawMessage({ payload: new Uint8Array([1, 2, 4]) }), packet({}))).not.toBe(first);
  });

  it('lets the same map report count again later, but not a retained one', () => {
    const report = packet({ id: 0 as PacketId });
    expect(key(rawMessage({ receivedAt: later(60) }), report)).not.toBe(key(rawMessage(), report));
    expect(key(rawMessage({ receivedAt: later(60), retained: true }), report)).toBe(
      key(rawMessage({ retained: true }), report),
    );
  });
});

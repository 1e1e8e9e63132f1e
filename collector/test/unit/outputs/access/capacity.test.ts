import { describe, expect, it } from '@jest/globals';
import { createCapacity } from '../../../../src/outputs/access/capacity.js';

describe('createCapacity', () => {
  it('refuses with 503 when all places are taken, and has room again when a connection ends', () => {
    const capacity = createCapacity({ maxClients: 2, maxPerAddress: 2 });
    const leave = capacity.enter('192.0.2.1');
    capacity.enter('192.0.2.2');
    expect(capacity.refusalOf('192.0.2.3')).toMatchObject({
      status: 503,
      code: 'too_many_clients',
      headers: { 'Retry-After': '30' },
    });
    leave();
    expect(capacity.refusalOf('192.0.2.3')).toBeUndefined();
  });

  it('refuses with 429 an address that holds its share, and no other', () => {
    const capacity = createCapacity({ maxClients: 10, maxPerAddress: 1 });
    const leave = capacity.enter('192.0.2.1');
    expect(capacity.refusalOf('192.0.2.1')).toMatchObject({ status: 429, code: 'too_many_from_address' });
    expect(capacity.refusalOf('192.0.2.2')).toBeUndefined();
    leave();
    expect(capacity.refusalOf('192.0.2.1')).toBeUndefined();
  });

  it('counts the IPv6 addresses of one customer as one address', () => {
    const capacity = createCapacity({ maxClients: 10, maxPerAddress: 1 });
    capacity.enter('2001:db8:0:100::1');
    expect(capacity.refusalOf('2001:db8:0:1ff::2')).toMatchObject({ status: 429 });
    expect(capacity.refusalOf('2001:db8:0:200::2')).toBeUndefined();
  });
});

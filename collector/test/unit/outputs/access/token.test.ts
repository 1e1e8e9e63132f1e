import { describe, expect, it } from '@jest/globals';
import { bearerToken, refuseTokenInQuery } from '../../../../src/outputs/access/token.js';

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['Bearer  abc', ' abc'],
    ['Bearer ', ''],
    ['bearer abc', undefined],
    ['Basic abc', undefined],
    ['abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of the header %p is %p', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('refuseTokenInQuery', () => {
  it.each(['token', 'TOKEN', 'access_token', 'apiKey', 'Authorization'])('refuses a parameter called %s', (name) => {
    expect(refuseTokenInQuery(['limit', name])).toMatchObject({ status: 400, code: 'token_in_query' });
  });

  it('refuses no other parameter', () => {
    expect(refuseTokenInQuery(['limit', 'tokens', '__proto__'])).toBeUndefined();
  });
});

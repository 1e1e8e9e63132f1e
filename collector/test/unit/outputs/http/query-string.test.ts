import { describe, expect, it } from '@jest/globals';
import { quote, readQueryString } from '../../../../src/outputs/http/query-string.js';

describe('readQueryString', () => {
  it('keeps the order of repeated names, decodes plus and percent, and forgives empty pairs', () => {
    expect([...readQueryString('/a?x=1&&y=a+b&x=%E2%9C%93&z')]).toEqual([
      ['x', ['1', '✓']],
      ['y', ['a b']],
      ['z', ['']],
    ]);
  });

  it('finds nothing without a question mark', () => {
    expect(readQueryString('/a').size).toBe(0);
  });

  it.each(['%', '%zz', '%E0%A4%A', '%ff', '%00', 'a%0d%0ab', '%1b'])('refuses %s', (text) => {
    expect(() => readQueryString(`/a?x=${text}`)).toThrow(expect.objectContaining({ status: 400, code: 'bad_query' }));
    expect(() => readQueryString(`/a?${text}=x`)).toThrow(expect.objectContaining({ status: 400, code: 'bad_query' }));
  });

  it('treats __proto__ as a name like any other', () => {
    expect(readQueryString('/a?__proto__=x').get('__proto__')).toEqual(['x']);
    expect(Object.prototype).not.toHaveProperty('x');
  });
});

describe('quote', () => {
  it('shortens and escapes', () => {
    expect(quote('a"b\n')).toBe(String.raw`"a\"b\n"`);
    expect(quote('x'.repeat(100))).toHaveLength(63);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createBoundedLabel, labelText } from '../../../../src/outputs/metrics/label-text.js';

describe('label values', () => {
  it.each([
    ['nothing', null, ''],
    ['a name', 'Berg Süd 🏔️', 'Berg Süd 🏔️'],
    ['a family', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['control characters', 'a\u0000b\rc\nd\te\u007f\u0085f', 'abcdef'],
    ['right-to-left overrides', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['line separators', 'a\u2028b\u2029c', 'abc'],
    ['half an emoji', 'a\ud83db', 'ab'],
    ['quotes and backslashes, which the exposition escapes', '"\\', '"\\'],
  ])('keep %s harmless', (_what, text, expected) => {
    expect(labelText(text)).toBe(expected);
  });

  it('are at most 100 characters and never end in half an emoji', () => {
    expect(labelText('x'.repeat(10_000))).toHaveLength(100);
    expect(labelText(`${'x'.repeat(99)}🏔`)).toBe('x'.repeat(99));
  });

  it('that strangers choose become "other" after a bound', () => {
    const label = createBoundedLabel(2, ['known']);
    expect(['a', 'known', 'b', 'c', 'a', 'd', 'b'].map(label)).toEqual(['a', 'known', 'b', 'other', 'a', 'other', 'b']);
  });
});

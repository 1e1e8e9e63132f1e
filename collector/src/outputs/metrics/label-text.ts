const MAX_LENGTH = 100;
/** The zero-width joiner is allowed: emoji contain it, and some nodes are named by one. */
const unwanted = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu;
/** Left over when a text is cut in the middle of an emoji. */
const unpaired = /\p{Cs}/gu;

/**
 * Turns a stranger's text into a label value. Control, bidirectional and unpaired surrogate characters would break terminals, or
 * the exposition itself (prom-client escapes `"`, `\` and line feeds only).
 */
export function labelText(text: string | null): string {
  if (text === null) return '';
  return text.replace(unwanted, '').trim().slice(0, MAX_LENGTH).replace(unpaired, '');
}

/**
 * Bounds the number of values of a label that strangers choose: the first `max` get a series, the rest share `other`.
 * The values in `always` do not count.
 */
export function createBoundedLabel(max: number, always: Iterable<string> = []): (value: string) => string {
  const known = new Set(always);
  const limit = known.size + max;
  return (value) => {
    const text = labelText(value);
    if (known.has(text)) return text;
    if (known.size >= limit) return 'other';
    known.add(text);
    return text;
  };
}

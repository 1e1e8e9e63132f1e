const MAX_LENGTH = 100;
/** The joiner inside of emoji is harmless, and some nodes are called by one. */
const unwanted = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu;
/** What cutting in the middle of an emoji leaves. */
const unpaired = /\p{Cs}/gu;

/**
 * A stranger's text as a label value. Control, bidirectional and unpaired surrogate characters would break terminals, or
 * the exposition itself (prom-client escapes `"`, `\` and line feeds only).
 */
export function labelText(text: string | null): string {
  if (text === null) return '';
  return text.replace(unwanted, '').slice(0, MAX_LENGTH).replace(unpaired, '');
}

/**
 * Label values strangers choose are a way to fill the memory: the first `max` get a series, the rest share `other`.
 * `always` do not count.
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

/** MQTT topic filters: syntax (MQTT 5, section 4.7) and which filter makes another one superfluous. */

const MAX_BYTES = 65_535;

/** Describes the mistake in a filter, as the end of a sentence; `undefined` when it is valid. */
export function filterMistake(filter: string): string | undefined {
  if (filter === '') return 'is empty';
  if (Buffer.byteLength(filter) > MAX_BYTES) return `is longer than ${MAX_BYTES} bytes`;
  if (/\p{Cc}/u.test(filter)) return 'contains a control character';
  const levels = filter.split('/');
  for (const [index, level] of levels.entries()) {
    if (level.includes('#') && (level !== '#' || index !== levels.length - 1)) {
      return '"#" is only allowed as the whole last level, as in "msh/EU_868/#"';
    }
    if (level.includes('+') && level !== '+') {
      return '"+" is only allowed as a whole level, as in "msh/+/2/e/#"';
    }
  }
  return undefined;
}

/** True when every topic that `narrow` matches is matched by `wide` too. Both must be valid. */
export function covers(wide: string, narrow: string): boolean {
  const wideLevels = wide.split('/');
  const narrowLevels = narrow.split('/');
  // [MQTT-4.7.2-1] a leading wildcard does not match topics that begin with $.
  if (narrow.startsWith('$') && (wideLevels[0] === '+' || wideLevels[0] === '#')) return false;
  for (const [index, level] of wideLevels.entries()) {
    if (level === '#') return true; // also the parent: "a/#" matches "a"
    const other = narrowLevels[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return narrowLevels.length === wideLevels.length;
}

/** The filters without those that another one covers, in their order. */
export function withoutOverlaps(filters: readonly string[]): string[] {
  const distinct = [...new Set(filters)];
  return distinct.filter((filter) => !distinct.some((other) => other !== filter && covers(other, filter)));
}

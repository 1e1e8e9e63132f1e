/** Letters and digits that are written from right to left: Hebrew, Arabic and their kin. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10FFF}\u{1e800}-\u{1ef00}]/u;

/**
 * A name, or a text of a person, within a text that is made of several. One that is written from right to left would
 * otherwise turn round what stands beside it: "A → B" would read "B → A".
 */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

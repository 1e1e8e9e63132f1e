/**
 * `t` of `@grafana/i18n` for code that the backend runs as well: the backend has no Grafana libraries, and answers in
 * English. In a browser `module.ts` replaces it with Grafana's own. `npm run locales` collects the texts into
 * `locales/en-US`.
 */
type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: string, english: string, values?: Values) => string;

/** English text with its values filled in; `defaultValue_one` is the text for a count of one. */
const inEnglish: Translate = (_key, english, values = {}) => {
  const text = values['count'] === 1 ? String(values['defaultValue_one'] ?? english) : english;
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
};

let translate: Translate = inEnglish;

export function translateWith(next: Translate): void {
  translate = next;
}

export const t: Translate = (key, english, values) => translate(key, english, values);

/** Memoizes texts, which can only be translated after Grafana has set the language. */
export function memoize<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

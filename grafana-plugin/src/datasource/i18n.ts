/**
 * Every sentence for people goes through `t`, which has the signature of Grafana's own. In a browser Grafana's
 * translations answer (`translateWith` in `module.ts`); the backend and the tests run the same code without them and
 * speak English. `npm run locales` collects the sentences into `locales/en-US`.
 */
type Values = Readonly<Record<string, string | number>>;
export type Translate = (id: string, english: string, values?: Values) => string;

const inEnglish: Translate = (_id, english, values = {}) =>
  english.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));

let translate: Translate = inEnglish;

export function translateWith(next: Translate): void {
  translate = next;
}

export const t: Translate = (id, english, values) => translate(id, english, values);

/** Made when it is first asked for: when modules are loaded, it is not known yet which language is spoken. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

import { t } from '@grafana/i18n';

/**
 * The words of one part of a plugin. They are written in English and read in the language of whoever reads them: each is
 * looked up when it is used, because only then the language is known. `locales/en-US` holds them all, for translators.
 */
export function phrases<Words extends Readonly<Record<string, string>>>(
  scope: string,
  english: Words,
): Readonly<Record<keyof Words & string, string>> {
  const keys = Object.entries(english).map(([key, words]) => [
    key,
    { enumerable: true, get: () => t(`${scope}.${key}`, words) },
  ]);
  return Object.defineProperties({}, Object.fromEntries(keys)) as Record<keyof Words & string, string>;
}

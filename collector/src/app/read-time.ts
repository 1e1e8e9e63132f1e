import type { FatalError } from '../errors.js';

/** The time that an option gives, Unix ms. @throws what `mistake` makes of a text that is no time. */
export function readTime(option: string, text: string, mistake: (message: string) => FatalError): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw mistake(`--${option} is ${JSON.stringify(text)}: must be a time such as 2026-11-27T18:00Z`);
}

import type { z } from 'zod';
import { RequestError } from '../../errors.js';

/** Validates a JSON body. @throws RequestError 400 that names the first fields that are wrong. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const named = result.error.issues.slice(0, 3).map((issue) => `${fieldPath(issue.path)}: ${issue.message}`);
  const more = result.error.issues.length > 3 ? ` (and ${result.error.issues.length - 3} more)` : '';
  throw new RequestError('bad_body', `The body is not valid: ${named.join('; ')}${more}.`);
}

const fieldPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    'body',
  );

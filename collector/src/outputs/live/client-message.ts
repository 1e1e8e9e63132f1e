import {
  connectionMessageSchema,
  queryMessageSchema,
  type ConnectionMessage,
  type QueryMessage,
} from '@mesh-observatory/contract/live';
import type { RawData } from 'ws';
import type { z } from 'zod';

export type ParsedMessage =
  | { readonly kind: 'query'; readonly message: QueryMessage }
  | { readonly kind: 'connection'; readonly message: ConnectionMessage }
  /** `id`: the query that the message is about; the others are all right. */
  | { readonly kind: 'invalid'; readonly code: string; readonly message: string; readonly id?: string };

/** Parses and validates what a client sent; never throws. */
export function parseClientMessage(data: RawData, isBinary: boolean): ParsedMessage {
  if (isBinary) return invalid('binary', 'Messages to the server are JSON text, not binary.');
  let value: unknown;
  try {
    value = JSON.parse(toBuffer(data).toString('utf8'));
  } catch {
    return invalid('not_json', 'The message is not JSON.');
  }
  const id = queryIdOf(value);
  if (id === undefined) {
    const parsed = connectionMessageSchema.safeParse(value);
    return parsed.success ? { kind: 'connection', message: parsed.data } : badMessage(parsed.error);
  }
  const parsed = queryMessageSchema.safeParse(value);
  return parsed.success ? { kind: 'query', message: parsed.data } : { ...badMessage(parsed.error), id };
}

/** The id of the query that a message is about. */
function queryIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('id' in value)) return undefined;
  return value.type !== 'ping' && typeof value.id === 'string' ? value.id : undefined;
}

const invalid = (code: string, message: string) => ({ kind: 'invalid', code, message }) as const;

function badMessage({ issues: [issue] }: z.ZodError) {
  const where = issue === undefined || issue.path.length === 0 ? 'message' : issue.path.join('.');
  return invalid('bad_message', `${where}: ${issue?.message ?? 'not as documented'}`);
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

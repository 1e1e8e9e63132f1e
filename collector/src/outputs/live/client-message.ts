import { clientMessageSchema, type ClientMessage } from '@mesh-observatory/contract/live';
import type { RawData } from 'ws';

export type ParsedMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Parses and validates what a client sent; never throws. */
export function parseClientMessage(data: RawData, isBinary: boolean): ParsedMessage {
  if (isBinary) return { ok: false, code: 'binary', message: 'Messages to the server are JSON text, not binary.' };
  let value: unknown;
  try {
    value = JSON.parse(toBuffer(data).toString('utf8'));
  } catch {
    return { ok: false, code: 'not_json', message: 'The message is not JSON.' };
  }
  const parsed = clientMessageSchema.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'message' : issue.path.join('.');
  return { ok: false, code: 'bad_message', message: `${where}: ${issue?.message ?? 'not as documented'}` };
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

import { clientMessageSchema, type ClientMessage } from '@mesh-observatory/contract/live';

export type Inbound =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Reads what a client sent; never throws. */
export function readInbound(data: Buffer, isBinary: boolean): Inbound {
  if (isBinary) return { ok: false, code: 'binary', message: 'Messages to the server are JSON text, not binary.' };
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch {
    return { ok: false, code: 'not_json', message: 'The message is not JSON.' };
  }
  const parsed = clientMessageSchema.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'message' : issue.path.join('.');
  return { ok: false, code: 'bad_message', message: `${where}: ${issue?.message ?? 'not as documented'}` };
}

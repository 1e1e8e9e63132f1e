import type { ServerMessage } from '@mesh-observatory/contract/live';

const messageTypes = new Set<unknown>(['hello', 'subscribed', 'snapshot', 'batch', 'lagging', 'pong', 'error']);

/** Undefined for data that is not a message of the live protocol. */
export function readServerMessage(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(data);
    const known = typeof value === 'object' && value !== null && 'type' in value && messageTypes.has(value.type);
    return known ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}

import type { BrokerStatus, RawMessage } from '../model.js';

/**
 * Called once per message. Resolves when the message may be acknowledged; a rejection keeps it with the broker
 * (it will be redelivered after the next reconnect). Must not throw synchronously.
 */
export type MessageHandler = (message: RawMessage) => Promise<void>;

/** Where messages come from: a broker connection, the embedded broker, a replayed history. */
export interface MessageSource {
  /** Resolves when the source works or keeps trying on its own; rejects with FatalError when it never will. */
  start(handler: MessageHandler): Promise<void>;
  /** Stops delivery, waits for handlers under way (bounded), disconnects cleanly. Safe to call twice. */
  stop(): Promise<void>;
  readonly status: BrokerStatus;
}

import type { BrokerStatus, MessageHandler } from '../model.js';

/** A source of messages: a broker connection or the embedded broker. */
export interface MessageSource {
  /** Resolves when the source works or keeps trying on its own; rejects with FatalError when it never will. */
  start(handler: MessageHandler): Promise<void>;
  /** Stops delivery, waits for handlers under way (bounded), disconnects cleanly. Safe to call twice. */
  stop(): Promise<void>;
  readonly status: BrokerStatus;
}

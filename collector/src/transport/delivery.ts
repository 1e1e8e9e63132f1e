import type { MessageHandler, RawMessage, UnixMillis } from '../model.js';
import { settlesWithin } from '../timing/timeout.js';

/** An MQTT PUBLISH, as both libraries hand it over. */
export interface Publish {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly dup: boolean;
}

/** Hands the messages of one source to its handler, counts them, and waits for those under way. */
export class Delivery {
  private handler: MessageHandler | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private count = 0;
  private newest: UnixMillis | null = null;

  constructor(
    private readonly broker: string,
    private readonly clock: () => UnixMillis = () => Date.now() as UnixMillis,
  ) {}

  /** @throws Error the second time: a source is started once. */
  attach(handler: MessageHandler): void {
    if (this.handler !== undefined) throw new Error(`Source ${this.broker} was started already`);
    this.handler = handler;
  }

  /**
   * Settles as the handler does; never throws synchronously. `backlog`: the broker may have kept the message while we
   * were away.
   */
  deliver({ topic, payload, qos, dup }: Publish, retained: boolean, backlog = false): Promise<void> {
    const receivedAt = this.clock();
    this.newest = receivedAt;
    this.count += 1;
    const message: RawMessage = {
      broker: this.broker,
      topic,
      payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
      qos,
      retained,
      redelivered: dup,
      ...(backlog ? { backlog } : {}),
      receivedAt,
    };
    const handled = (async () => this.handler?.(message))();
    this.underWay.add(handled);
    const forget = () => this.underWay.delete(handled);
    handled.then(forget, forget);
    return handled;
  }

  /** Waits for the handlers under way; false when some are left after `limitMs`. */
  drain(limitMs: number): Promise<boolean> {
    return settlesWithin(limitMs, Promise.allSettled([...this.underWay]));
  }

  get received(): number {
    return this.count;
  }
  get lastMessageAt(): UnixMillis | null {
    return this.newest;
  }
  get unfinished(): number {
    return this.underWay.size;
  }
}

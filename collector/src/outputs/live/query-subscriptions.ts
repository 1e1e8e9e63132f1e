import type { QueryMessage, ServerMessage } from '@mesh-observatory/contract/live';
import { RequestError } from '../../errors.js';
import type { QueryViews, ViewListener } from '../../store/store.js';
import { QueryFeed } from './query-feed.js';

export interface QuerySubscriptionsParts {
  readonly views: QueryViews;
  readonly maxQueries: number;
  /** Sends a message that may wait; false when the client has to read what is before it first. */
  readonly offer: (json: string) => boolean;
  readonly send: (message: ServerMessage) => void;
}

interface Subscription {
  readonly feed: QueryFeed;
  readonly stop: () => void;
  /** A message that did not fit. */
  waiting: string | undefined;
}

/** The queries that one client follows. An error of one does not concern the others. */
export class QuerySubscriptions {
  readonly #parts: QuerySubscriptionsParts;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(parts: QuerySubscriptionsParts) {
    this.#parts = parts;
  }

  handle(message: QueryMessage): void {
    this.#unsubscribe(message.id);
    if (message.type === 'subscribe') this.#subscribe(message);
  }

  /** Sends what there is to send, a message per query in turn, until the client has to read first. */
  pump(): void {
    const active = new Set(this.#subscriptions.values());
    while (active.size > 0) {
      for (const subscription of active) {
        subscription.waiting ??= subscription.feed.next();
        if (subscription.waiting === undefined) active.delete(subscription);
        else if (this.#parts.offer(subscription.waiting)) subscription.waiting = undefined;
        else return;
      }
    }
  }

  close(): void {
    for (const { stop } of this.#subscriptions.values()) stop();
    this.#subscriptions.clear();
  }

  #subscribe({ id, query, rangeMs, timeZone, resume }: Extract<QueryMessage, { type: 'subscribe' }>): void {
    const { views, maxQueries, send } = this.#parts;
    if (this.#subscriptions.size >= maxQueries) {
      this.#fail(id, new RequestError('busy', `A connection follows at most ${maxQueries} queries.`), true);
      return;
    }
    const listener: ViewListener = {
      onChange: () => this.pump(),
      onError: (error) => this.#fail(id, error, error.status < 500 || error.code === 'too_large'),
    };
    try {
      const { view, stop } = views.follow({ query, rangeMs, timeZone }, listener);
      const isKnown =
        resume?.view === view.id && (resume.seq === view.seq || view.change(resume.seq + 1) !== undefined);
      const feed = new QueryFeed(id, view, isKnown ? resume.seq : undefined);
      this.#subscriptions.set(id, { feed, stop, waiting: undefined });
      if (isKnown) send({ type: 'resumed', id, view: view.id, seq: resume.seq });
      this.pump();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#fail(id, error, true);
    }
  }

  #unsubscribe(id: string): void {
    this.#subscriptions.get(id)?.stop();
    this.#subscriptions.delete(id);
  }

  #fail(id: string, { code, message }: RequestError, ended: boolean): void {
    if (ended) this.#unsubscribe(id);
    this.#parts.send({ type: 'error', id, code, message, ...(ended ? { ended } : {}) });
  }
}

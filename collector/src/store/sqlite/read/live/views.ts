import { RequestError } from '../../../../errors.js';
import { LIVE, type Change, type LiveQuery, type QueryView, type QueryViews } from '../../../store.js';
import type { ReadStore, ViewListener } from '../../../store.js';
import { liveRules } from '../queries/index.js';
import { defaultViewLimits, type ViewLimits } from './limits.js';
import type { LiveRule } from './rule.js';
import { View } from './view.js';

export interface QueryViewsParts {
  readonly read: Pick<ReadStore, 'query'>;
  /** The collector's clock, Unix ms. */
  readonly now: () => number;
  readonly limits?: Partial<ViewLimits>;
}

/** A view of a query of any type. */
type AnyView = QueryView & Pick<View, 'listen' | 'publish' | 'close' | 'isFollowed' | 'values'>;

interface Shared {
  readonly view: AnyView;
  /** Ends the view, when nobody has followed it for a while. */
  end: NodeJS.Timeout | undefined;
}

/** All live queries. They read one after the other, so that the other reading threads stay free for requests. */
class SharedViews implements QueryViews {
  readonly #parts: QueryViewsParts;
  readonly #limits: ViewLimits;
  readonly #views = new Map<string, Shared>();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: QueryViewsParts) {
    this.#parts = parts;
    this.#limits = { ...defaultViewLimits, ...parts.limits };
  }

  get size(): number {
    return this.#views.size;
  }

  follow({ query, rangeMs, timeZone }: LiveQuery, listener: ViewListener) {
    const key = JSON.stringify([query, rangeMs, timeZone]);
    const shared = this.#views.get(key) ?? this.#create(key, { query, rangeMs, timeZone });
    clearTimeout(shared.end);
    const stop = shared.view.listen(listener);
    return {
      view: shared.view,
      stop: () => {
        stop();
        if (!shared.view.isFollowed) this.#endLater(key, shared);
      },
    };
  }

  publish(changes: readonly Change[]): void {
    for (const { view } of this.#views.values()) view.publish(changes);
  }

  close(): void {
    for (const { view, end } of this.#views.values()) {
      clearTimeout(end);
      view.close();
    }
    this.#views.clear();
  }

  #create(key: string, asked: LiveQuery): Shared {
    const { maxViews, maxValues } = this.#limits;
    if (this.#views.size >= maxViews) {
      throw new RequestError('busy', `${maxViews} live queries are open already; try again in a moment.`);
    }
    const view: AnyView = new View({
      ...asked,
      rule: liveRules[asked.query.queryType] as LiveRule,
      limits: this.#limits,
      read: (request) => this.#parts.read.query(request, { viewer: LIVE }),
      inTurn: (work) => (this.#turn = this.#turn.then(work)),
      hasRoom: (values) => values + this.#values() <= maxValues,
      now: this.#parts.now,
    });
    const shared = { view, end: undefined };
    this.#views.set(key, shared);
    return shared;
  }

  #values(): number {
    return [...this.#views.values()].reduce((sum, { view }) => sum + view.values, 0);
  }

  #endLater(key: string, shared: Shared): void {
    clearTimeout(shared.end);
    shared.end = setTimeout(() => {
      shared.view.close();
      this.#views.delete(key);
    }, this.#limits.lingerMs).unref();
  }
}

export function createQueryViews(parts: QueryViewsParts): QueryViews {
  return new SharedViews(parts);
}

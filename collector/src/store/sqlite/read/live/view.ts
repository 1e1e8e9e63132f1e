import { randomUUID } from 'node:crypto';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { QueryRequest, QueryResponse } from '@mesh-observatory/contract/query';
import { RequestError } from '../../../../errors.js';
import type { Change, LiveAnswer, QueryView, ViewListener } from '../../../store.js';
import type { QueriesByType } from '../frames/context.js';
import { diffFrames } from './frame-diff.js';
import type { ViewLimits } from './limits.js';
import { mergeNewestRows } from './newest-rows.js';
import { PendingRead } from './pending-read.js';
import { RememberedChanges, type AnswerChange } from './remembered-changes.js';
import type { LiveRule } from './rule.js';

export interface ViewParts<T extends QueryType> {
  readonly query: QueriesByType[T];
  readonly rangeMs: number;
  readonly timeZone: string;
  readonly rule: LiveRule<T>;
  readonly limits: ViewLimits;
  readonly read: (request: QueryRequest) => Promise<QueryResponse>;
  /** Waits for its turn among all views. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Whether an answer of so many values may be kept. */
  readonly hasRoom: (values: number) => boolean;
  readonly now: () => number;
}

type Answer = LiveAnswer<readonly FrameJson[]>;

/** The answer to one query, which reads itself again after changes, at a pace that follows from what reading costs. */
export class View<T extends QueryType = QueryType> implements QueryView {
  readonly id = randomUUID();
  readonly #parts: ViewParts<T>;
  readonly #listeners = new Set<ViewListener>();
  readonly #changes: RememberedChanges;
  #answer: Answer | undefined;
  #pending = new PendingRead(true);
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  /** Monotonic ms. */
  #startedAt = -Infinity;
  #restUntil = -Infinity;
  #completeAt = 0;

  constructor(parts: ViewParts<T>) {
    this.#parts = parts;
    this.#changes = new RememberedChanges(parts.limits.rememberedValues);
  }

  get seq(): number {
    return this.#changes.seq;
  }

  get answer(): Answer | undefined {
    return this.#answer;
  }

  get isFollowed(): boolean {
    return this.#listeners.size > 0;
  }

  /** Values the view keeps. */
  get values(): number {
    return this.#answer === undefined ? 0 : valuesIn(this.#answer.frames);
  }

  change(seq: number): AnswerChange | undefined {
    return this.#changes.get(seq);
  }

  listen(listener: ViewListener): () => void {
    this.#listeners.add(listener);
    this.#schedule();
    return () => {
      this.#listeners.delete(listener);
      this.#schedule();
    };
  }

  publish(changes: readonly Change[]): void {
    const { rule, query } = this.#parts;
    const { isEmpty, isComplete } = this.#pending;
    if (isComplete) return;
    for (const change of changes) this.#pending.add(rule.effectOf(change, query));
    if (this.#pending.isEmpty !== isEmpty || this.#pending.isComplete) this.#schedule();
  }

  close(): void {
    this.#listeners.clear();
    clearTimeout(this.#timer);
  }

  /** Monotonic ms: from this time on the next reading is complete, whatever has changed. */
  get #completeDueAt(): number {
    const { rule, limits, rangeMs } = this.#parts;
    return this.#completeAt + Math.min(limits.idleMs, Math.max(rangeMs * limits.idleShare, rule.paceMs));
  }

  /** The time until the next reading: as soon as the pace allows after changes, later without. */
  #delayMs(): number {
    const { rule, limits } = this.#parts;
    const { isEmpty, isComplete } = this.#pending;
    const pace = Math.min(isComplete ? rule.paceMs : limits.newestPaceMs, limits.maxPaceMs);
    const changedDueAt = isEmpty ? Infinity : this.#startedAt + pace;
    const dueAt = Math.max(Math.min(changedDueAt, this.#completeDueAt), this.#restUntil);
    return Math.max(0, dueAt - performance.now());
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.isFollowed || this.#isReading) return;
    const delayMs = this.#delayMs();
    if (delayMs < Infinity) this.#timer = setTimeout(() => void this.#readInTurn(), delayMs).unref();
  }

  async #readInTurn(): Promise<void> {
    this.#isReading = true;
    await this.#parts.inTurn(() => this.#read());
    this.#isReading = false;
    this.#schedule();
  }

  async #read(): Promise<void> {
    if (!this.isFollowed) return;
    this.#startedAt = performance.now();
    const isDue = this.#pending.isEmpty || this.#startedAt >= this.#completeDueAt;
    const pending = isDue ? new PendingRead(true) : this.#pending;
    this.#pending = new PendingRead(false);
    try {
      this.#update(pending.isComplete ? await this.#readAll() : await this.#readNewest(pending));
    } catch (error) {
      this.#pending = new PendingRead(true);
      const known = error instanceof RequestError ? error : new RequestError('internal', 'The query failed.');
      for (const listener of this.#listeners) listener.onError(known);
    } finally {
      const ended = performance.now();
      this.#restUntil = ended + this.#parts.limits.restFactor * (ended - this.#startedAt);
    }
  }

  async #readAll(): Promise<Answer> {
    const { rangeMs, now, query } = this.#parts;
    this.#completeAt = performance.now();
    const to = now() + 1; // what is of this very millisecond is part of the answer
    return this.#ask(query, to - rangeMs, to);
  }

  /** The rows from a time on; everything when that is not enough. */
  async #readNewest({ since, moved }: PendingRead): Promise<Answer> {
    const { rule, query, rangeMs, now } = this.#parts;
    const [before, ...others] = this.#answer?.frames ?? [];
    const { newest } = rule;
    if (before === undefined || newest === undefined || others.length > 0) return this.#readAll();
    const to = now() + 1;
    const from = to - rangeMs;
    const narrow = newest.narrow?.(query) ?? query;
    const isTrimmed = newest.isTrimmed(query);
    const start = isTrimmed ? Math.max(since, from) : since; // rows may be older than the range
    const read = await this.#ask(narrow, Math.min(start, to - 1), to);
    const merged =
      read.frames[0] === undefined
        ? undefined
        : mergeNewestRows({
            before,
            newest: read.frames[0],
            since,
            moved,
            time: newest.time(query),
            from: isTrimmed ? from : -Infinity,
            limit: newest.limit(query),
          });
    return merged === undefined ? this.#readAll() : { from, to, frames: [merged] };
  }

  async #ask(query: QueriesByType[T], from: number, to: number): Promise<Answer> {
    const { read, timeZone } = this.#parts;
    const { results } = await read({ from, to, timeZone, queries: [query] });
    const { status, error, frames } = results[query.refId] ?? { status: 500, frames: [], error: undefined };
    if (error !== undefined) throw new RequestError(status < 500 ? 'bad_query' : 'internal', error);
    return { from, to, frames };
  }

  #update(answer: Answer): void {
    const { hasRoom } = this.#parts;
    const isFirst = this.#answer === undefined;
    if (isFirst && !hasRoom(valuesIn(answer.frames))) {
      throw new RequestError('too_large', 'The answer is too large to be kept up to date; ask for fewer rows.');
    }
    const frames = diffFrames(this.#answer?.frames ?? [], answer.frames);
    this.#answer = answer;
    if (frames !== undefined && !isFirst) this.#changes.add({ from: answer.from, to: answer.to, frames });
    if (frames !== undefined || isFirst) for (const listener of this.#listeners) listener.onChange();
  }
}

function valuesIn(frames: readonly FrameJson[]): number {
  return frames.reduce((sum, { data: { values } }) => sum + values.length * (values[0]?.length ?? 0), 0);
}

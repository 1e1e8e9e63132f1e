import type { Engine } from './engine.js';

export type Publish = (topic: string, payload: Uint8Array) => Promise<void> | void;

/** A running simulation. */
export interface LiveRun {
  /** Messages handed to `publish` that it took. */
  readonly published: number;
  /** Messages `publish` refused; they are lost, as they would be to a gateway without a broker. */
  readonly failed: number;
  /** Reason of the last refusal of `publish`; null when there was none. */
  readonly lastError: unknown;
  /** Nothing is published after this. Does not wait for a `publish` under way. Safe to call twice. */
  stop(): Promise<void>;
}

/** The longest nap, so that a clock that was set is noticed. */
const MAX_NAP_MS = 1000;
/**
 * Further behind than this (a suspended laptop, a broker that blocks) the virtual clock waits, too, instead of
 * replaying a whole night at once.
 */
const MAX_LAG_MS = 15_000;

const PORTION_STEPS = 500;

export interface LiveParts {
  readonly engine: Engine;
  readonly publish: Publish;
  readonly now: () => number;
  readonly speed: number;
  /** Virtual time at which live begins. */
  readonly from: number;
}

/** Publishes what the engine produces, in step with `now`. The timer does not keep the process alive. */
export function startLive({ engine, publish, now, speed, from }: LiveParts): LiveRun {
  const { clock } = engine;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let timer: NodeJS.Timeout | undefined;
  const state = { published: 0, failed: 0, lastError: null as unknown };
  clock.anchor(from, now(), speed);

  async function deliver(topic: string, payload: Uint8Array): Promise<void> {
    try {
      await publish(topic, payload);
      state.published += 1;
    } catch (error) {
      state.failed += 1;
      state.lastError = error;
    }
  }

  /** Publishes the messages that are due, up to a portion: then it yields to the event loop. */
  async function catchUp(): Promise<void> {
    for (let steps = 0; steps < PORTION_STEPS; steps += 1) {
      const dueAt = engine.nextAt() ?? Infinity;
      const lagMs = now() - clock.wallOf(dueAt);
      if (lagMs < 0) return;
      if (lagMs > MAX_LAG_MS) clock.anchor(dueAt, now(), speed);
      for (const { topic, payload } of engine.step().publications) {
        await deliver(topic, payload);
        if (isStopped()) return;
      }
    }
  }

  async function pump(): Promise<void> {
    await catchUp();
    if (isStopped()) return;
    const waitMs = clock.wallOf(engine.nextAt() ?? Infinity) - now();
    timer = setTimeout(() => void pump(), Math.min(MAX_NAP_MS, Math.max(1, waitMs)));
    timer.unref();
  }

  timer = setTimeout(() => void pump(), 0);
  timer.unref();
  return {
    get published() {
      return state.published;
    },
    get failed() {
      return state.failed;
    },
    get lastError() {
      return state.lastError;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      return Promise.resolve();
    },
  };
}

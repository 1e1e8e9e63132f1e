import type { DataFrame, QueryResultMetaNotice } from '@grafana/data';
import { Observable, type Subscription } from 'rxjs';
import type { LiveEvent } from './liveChannel';
import type { LivePlan, MergeContext, Merger } from './merger';
import type { LiveChanges } from '@mesh-observatory/contract/live';
import { t } from '../i18n';

export interface LiveAnswer {
  readonly frames: DataFrame[];
  /** Error of the latest request; the frames are then those of the one before. */
  readonly error?: unknown;
}

export interface LiveAnswersParts extends Omit<MergeContext, 'asked'> {
  readonly plan: LivePlan;
  /** Asks the collector; may be called again and again. */
  readonly load: () => Observable<DataFrame[]>;
  readonly events: Observable<LiveEvent>;
  /** On a hidden page changes are kept, and shown when it is visible again. */
  readonly isVisible: () => boolean;
}

/** Changes that may wait while the collector is being asked. */
const MAX_WAITING = 2000;
/** Interval of requests while the live connection is down, and the time after which a notice says so. */
const POLL_MS = 15_000;
const DOWN_NOTICE_MS = 5000;
const HIDDEN_CHECK_MS = 1000;
/** Rows that were missing in an answer are not asked for again within this time. */
const ASKED_FORGOTTEN_MS = 5 * 60_000;

/** Big answers cost more to draw, so they are shown less often. */
function pauseMs(rows: number): number {
  return rows < 2000 ? 250 : rows < 20_000 ? 500 : 1000;
}

/** The answer to a query, kept up to date: history first, then every change put into it, a few times a second. */
export function liveAnswers(parts: LiveAnswersParts): Observable<LiveAnswer> {
  return new Observable((subscriber) => {
    const session = createSession(parts, (answer) => subscriber.next(answer));
    return () => session.stop();
  });
}

function createSession(parts: LiveAnswersParts, emit: (answer: LiveAnswer) => void): { stop(): void } {
  const { plan, load, events, isVisible, names, now } = parts;
  let merger: Merger | undefined;
  let waiting: LiveChanges[] = [];
  let loading: Subscription | undefined;
  let loadedAt = -Infinity;
  let failure: unknown;
  let down: { readonly since: number; readonly reason: string } | undefined;
  let emitTimer: ReturnType<typeof setTimeout> | undefined;
  let reloadTimer: ReturnType<typeof setTimeout> | undefined;
  let reloadAt = Infinity;
  let rows = 0;
  let asked = { since: now(), keys: new Set<string>() };
  let stopped = false;

  function show(): void {
    clearTimeout(emitTimer);
    emitTimer = undefined;
    if (!isVisible()) {
      emitTimer = setTimeout(show, HIDDEN_CHECK_MS);
      return;
    }
    const frames = withNotices(merger?.frames() ?? [], noticesOf(down, now()));
    rows = frames.reduce((sum, { length }) => sum + length, 0);
    emit(failure === undefined ? { frames } : { frames, error: failure });
  }

  function showSoon(): void {
    emitTimer ??= setTimeout(show, pauseMs(rows));
  }

  /** Asks again `ms` after the last time, or earlier when that was wanted before. */
  function reloadAfter(ms: number): void {
    const at = Math.max(now(), loadedAt + ms);
    if (at >= reloadAt || stopped) {
      return;
    }
    clearTimeout(reloadTimer);
    reloadAt = at;
    reloadTimer = setTimeout(reload, at - now());
  }

  function apply(changes: LiveChanges): void {
    if (merger === undefined || loading !== undefined) {
      waiting.push(changes);
      if (waiting.length > MAX_WAITING) {
        waiting = [];
        reloadAfter(plan.reloadMs);
      }
    }
    if (merger?.apply(changes) === true) {
      showSoon();
    }
    if (merger?.takeStale() === true) {
      reloadAfter(plan.reloadMs);
    }
  }

  function reload(): void {
    reloadAt = Infinity;
    if (stopped || loading !== undefined) {
      return;
    }
    loadedAt = now();
    waiting = [];
    if (now() - asked.since > ASKED_FORGOTTEN_MS) {
      asked = { since: now(), keys: new Set() };
    }
    const request = load().subscribe({
      next: (frames) => {
        failure = undefined;
        merger = plan.createMerger(frames, { ...parts, asked: asked.keys });
        // Changes that arrived meanwhile may be in the answer already; applying them twice is harmless.
        waiting.forEach((changes) => merger?.apply(changes));
        merger.takeStale();
        show();
      },
      error: (error: unknown) => {
        loading = undefined;
        failure = error;
        show();
        reloadAfter(Math.max(plan.reloadMs, POLL_MS));
      },
      complete: () => {
        loading = undefined;
        waiting = [];
        if (down !== undefined) {
          reloadAfter(POLL_MS);
        }
      },
    });
    loading = request.closed ? undefined : request;
  }

  function onEvent(event: LiveEvent): void {
    switch (event.type) {
      case 'changes':
        return apply(event.changes);
      case 'gap':
        return reloadAfter(1000);
      case 'up':
        if (down !== undefined) {
          down = undefined;
          showSoon();
        }
        return;
      case 'down':
        down = { since: down?.since ?? now(), reason: event.reason };
        reloadAfter(POLL_MS);
    }
  }

  // Listening starts before the history is asked for, so that nothing falls between the two.
  const listening = events.subscribe(onEvent);
  void (plan.needsNames ? names.load() : Promise.resolve()).then(reload);

  return {
    stop() {
      stopped = true;
      listening.unsubscribe();
      loading?.unsubscribe();
      clearTimeout(emitTimer);
      clearTimeout(reloadTimer);
    },
  };
}

function noticesOf(down: { since: number; reason: string } | undefined, now: number): QueryResultMetaNotice[] {
  if (down === undefined || now - down.since < DOWN_NOTICE_MS) {
    return [];
  }
  const text = t('live.interrupted', 'Live updates are interrupted ({{reason}}); asking every {{seconds}} s instead.', {
    reason: down.reason.replace(/\.$/, ''),
    seconds: POLL_MS / 1000,
  });
  return [{ severity: 'warning', text }];
}

function withNotices(frames: DataFrame[], notices: QueryResultMetaNotice[]): DataFrame[] {
  const [first, ...rest] = frames;
  if (first === undefined || notices.length === 0) {
    return frames;
  }
  return [{ ...first, meta: { ...first.meta, notices: [...(first.meta?.notices ?? []), ...notices] } }, ...rest];
}

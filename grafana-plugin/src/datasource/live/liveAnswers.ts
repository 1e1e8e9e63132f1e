import type { DataFrame, QueryResultMetaNotice } from '@grafana/data';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { Observable, type Subscription } from 'rxjs';
import { ANSWER_MS, Unanswered } from '../client/patience';
import { t } from '../i18n';
import type { LiveEvent } from './liveHub';

export interface LiveAnswer {
  readonly frames: DataFrame[];
  /** False while changes do not arrive: the frames are then asked for now and then. */
  readonly isStreaming: boolean;
  /** Error of the latest attempt; the frames are then those of the one before. */
  readonly error?: unknown;
}

export interface LiveAnswersParts {
  readonly events: Observable<LiveEvent>;
  /** Asks the collector without the live connection; may be called again and again. */
  readonly load: () => Observable<DataFrame[] | Unanswered>;
  readonly toFrames: (frames: readonly FrameJson[]) => DataFrame[];
  readonly now: () => number;
  /** On a hidden page answers are kept, and the newest is shown when the page is visible again. */
  readonly isVisible: () => boolean;
}

/** Interval of requests while the live connection is down, and the time after which a notice says so. */
const POLL_MS = 15_000;
const DOWN_NOTICE_MS = 5000;
const HIDDEN_CHECK_MS = 1000;

/** Big answers cost more to draw, so they are shown less often. */
function pauseMs(rows: number): number {
  return rows < 2000 ? 250 : rows < 20_000 ? 500 : 1000;
}

/** The answer to a query, kept up to date, a few times a second. */
export function liveAnswers(parts: LiveAnswersParts): Observable<LiveAnswer> {
  return new Observable((subscriber) => {
    const session = new Session(parts, (answer) => subscriber.next(answer));
    return () => session.stop();
  });
}

class Session {
  private readonly listening: Subscription;
  private frames: () => DataFrame[] = () => [];
  private hasFrames = false;
  private rows = 0;
  private failure: unknown;
  private down: { readonly since: number; readonly reason: string } | undefined;
  private loading: Subscription | undefined;
  private waitTimer: ReturnType<typeof setTimeout> | undefined;
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private showTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private shownAt = -Infinity;

  constructor(
    private readonly parts: LiveAnswersParts,
    private readonly emit: (answer: LiveAnswer) => void,
  ) {
    this.listening = parts.events.subscribe((event) => this.onEvent(event));
  }

  stop(): void {
    this.listening.unsubscribe();
    this.loading?.unsubscribe();
    [this.showTimer, this.pollTimer, this.waitTimer, this.noticeTimer].forEach(clearTimeout);
  }

  private onEvent(event: LiveEvent): void {
    switch (event.type) {
      case 'frames': {
        const { frames } = event;
        this.answered();
        this.rows = frames.reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0);
        return this.showSoon(() => this.parts.toFrames(frames));
      }
      case 'waiting': {
        const tooLong = new Unanswered(event.since);
        this.waitTimer = setTimeout(() => this.fail(tooLong), Math.max(0, event.since + ANSWER_MS - this.parts.now()));
        return;
      }
      case 'error':
        clearTimeout(this.waitTimer);
        return this.fail(new Error(event.message));
      case 'up':
        clearTimeout(this.pollTimer);
        clearTimeout(this.noticeTimer);
        this.loading?.unsubscribe();
        if (this.down !== undefined) {
          this.down = undefined;
          this.showSoon();
        }
        return;
      case 'down':
        if (this.down === undefined) {
          this.pollTimer = setTimeout(() => this.poll(), this.shownAt === -Infinity ? 0 : POLL_MS);
          const noticeAt = event.since + DOWN_NOTICE_MS;
          this.noticeTimer = setTimeout(() => this.showNotice(), Math.max(0, noticeAt - this.parts.now()));
        }
        this.down = event;
    }
  }

  /** Before the first answer there is nothing to show it with: an empty answer would read "no data". */
  private showNotice(): void {
    if (this.hasFrames) {
      this.showSoon();
    }
  }

  private answered(): void {
    this.hasFrames = true;
    this.failure = undefined;
    clearTimeout(this.waitTimer);
  }

  private fail(failure: unknown): void {
    this.failure = failure;
    this.showSoon();
  }

  /** Asks now, and again and again until the live connection is back. */
  private poll(): void {
    this.pollTimer = setTimeout(() => this.poll(), POLL_MS);
    this.loading?.unsubscribe();
    this.loading = this.parts.load().subscribe({
      next: (frames) => {
        if (frames instanceof Unanswered) {
          return this.fail(frames);
        }
        this.answered();
        this.rows = frames.reduce((sum, { length }) => sum + length, 0);
        return this.showSoon(() => frames);
      },
      error: (error: unknown) => this.fail(error),
    });
  }

  private showSoon(frames = this.frames): void {
    this.frames = frames;
    this.showTimer ??= setTimeout(() => this.show(), Math.max(0, this.shownAt + pauseMs(this.rows) - this.parts.now()));
  }

  private show(): void {
    if (!this.parts.isVisible()) {
      this.showTimer = setTimeout(() => this.show(), HIDDEN_CHECK_MS);
      return;
    }
    this.showTimer = undefined;
    this.shownAt = this.parts.now();
    const frames = withNotices(this.frames(), noticesOf(this.down, this.parts.now()));
    const answer = { frames, isStreaming: this.down === undefined };
    this.emit(this.failure === undefined ? answer : { ...answer, error: this.failure });
  }
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

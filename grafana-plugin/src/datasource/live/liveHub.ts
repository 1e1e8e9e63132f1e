import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { addFrameParts, applyFramePatches } from '@mesh-observatory/contract/live-frames';
import { liveLimits } from '@mesh-observatory/contract/limits';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { Observable } from 'rxjs';
import { t } from '../i18n';
import { LiveSocket, type BrowserSocket } from './liveSocket';

/**
 * - `frames`: the answer as it is now;
 * - `error`: the collector cannot answer, or never will;
 * - `waiting`: the collector has been asked, and has not answered yet;
 * - `up`, `down`: whether changes arrive at all.
 *
 * `since` is a time in Unix milliseconds. It outlives the refreshes of a dashboard.
 */
export type LiveEvent =
  | { readonly type: 'frames'; readonly frames: readonly FrameJson[] }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'waiting'; readonly since: number }
  | { readonly type: 'up' }
  | { readonly type: 'down'; readonly reason: string; readonly since: number };

/** The time range of a live query. */
export interface LiveTime {
  /** Length of the range, which ends now. */
  readonly rangeMs: number;
  /** Zone in which days begin. */
  readonly timeZone: string;
}

/** Every live query of one data source, over one WebSocket. Equal queries are asked once. */
export interface LiveHub {
  /** The answer to a query, kept up to date while it is subscribed to. */
  follow(query: WireQuery, time: LiveTime): Observable<LiveEvent>;
  close(): void;
}

export interface LiveHubParts {
  readonly connect: () => BrowserSocket;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** Dashboards drop all their queries and ask anew at every refresh: answers and the socket outlive that moment. */
const LINGER_MS = 3000;

type Listener = (event: LiveEvent) => void;
type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

export const createLiveHub = (parts: LiveHubParts): LiveHub => new Hub(parts);

class Hub implements LiveHub {
  private readonly followed = new Map<string, FollowedQuery>();
  private socket: LiveSocket | undefined;
  private state: Extract<LiveEvent, { type: 'up' | 'down' }> | undefined;
  private asked = 0;

  constructor(private readonly parts: LiveHubParts) {}

  follow(query: WireQuery, time: LiveTime): Observable<LiveEvent> {
    return new Observable((subscriber) => {
      const one = this.obtain({ ...query, refId: 'A' }, time);
      const listener: Listener = (event) => subscriber.next(event);
      one.listeners.add(listener);
      if (this.state !== undefined) {
        listener(this.state);
      }
      one.latest.forEach(listener);
      return () => {
        one.listeners.delete(listener);
        setTimeout(() => this.endIfUnused(one), LINGER_MS);
      };
    });
  }

  close(): void {
    this.socket?.close();
    this.socket = undefined;
    this.state = undefined;
    this.followed.clear();
  }

  private obtain(query: WireQuery, time: LiveTime): FollowedQuery {
    const key = JSON.stringify([query, time]);
    const known = [...this.followed.values()].find((one) => one.key === key);
    if (known !== undefined) {
      return known;
    }
    const one = new FollowedQuery(`q${(this.asked += 1)}`, key, query, time, this.now());
    this.followed.set(one.id, one);
    if (this.socket === undefined) {
      this.socket = new LiveSocket({
        connect: this.parts.connect,
        random: this.parts.random ?? Math.random,
        onOpen: () => this.onOpen(),
        onMessage: (message) => this.onMessage(message),
        onDown: (reason, silentMs) => this.onDown(reason, silentMs),
      });
    } else if (this.state?.type === 'up') {
      this.ask(one);
    }
    return one;
  }

  private ask(one: FollowedQuery): void {
    const message = one.subscription();
    if (new Blob([JSON.stringify(message)]).size < liveLimits.messageBytes) {
      this.socket?.send(message);
    } else {
      one.fail(t('live.too-long', 'The query is too long to be followed live: select fewer nodes.'));
    }
  }

  private endIfUnused(one: FollowedQuery): void {
    if (one.listeners.size > 0 || !this.followed.delete(one.id)) {
      return;
    }
    this.socket?.send({ type: 'unsubscribe', id: one.id });
    if (this.followed.size === 0) {
      this.close();
    }
  }

  private onOpen(): void {
    this.followed.forEach((one) => this.ask(one));
    this.setState({ type: 'up' });
  }

  private onDown(reason: string, silentMs: number): void {
    const since = this.state?.type === 'down' ? this.state.since : this.now() - silentMs;
    this.setState({ type: 'down', reason, since });
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }

  private setState(state: Extract<LiveEvent, { type: 'up' | 'down' }>): void {
    this.state = state;
    this.followed.forEach(({ listeners }) => listeners.forEach((listener) => listener(state)));
  }

  private onMessage(message: ServerMessage): void {
    const one = 'id' in message ? this.followed.get(String(message.id)) : undefined;
    if (one?.take(message) === 'gap') {
      this.ask(one);
    }
  }
}

/** One query and its answer. */
class FollowedQuery {
  readonly listeners = new Set<Listener>();
  private frames: FrameJson[] = [];
  /** Parts of an answer that is not complete yet. */
  private incoming: FrameJson[] = [];
  private place: { readonly view: string; readonly seq: number } | undefined;
  private hasFrames = false;
  private error: string | undefined;

  constructor(
    readonly id: string,
    readonly key: string,
    private readonly query: WireQuery,
    private readonly time: LiveTime,
    private readonly since: number,
  ) {}

  /** Events for a listener that comes late. */
  get latest(): LiveEvent[] {
    const frames: LiveEvent[] = this.hasFrames
      ? [{ type: 'frames', frames: this.frames }]
      : [{ type: 'waiting', since: this.since }];
    return this.error === undefined ? frames : [...frames, { type: 'error', message: this.error }];
  }

  /** The message that asks for the answer, or for its changes since the last one taken. */
  subscription() {
    const resume = this.place === undefined ? {} : { resume: this.place };
    return { type: 'subscribe', id: this.id, query: this.query, ...this.time, ...resume } as const;
  }

  /** Takes a message about this query; `gap`: something was missed, it has to be asked again. */
  take(message: ServerMessage): 'gap' | undefined {
    switch (message.type) {
      case 'frames':
        return this.takePart(message);
      case 'rows':
        return this.takeChange(message);
      case 'error':
        return this.fail(message.message);
      default:
        return undefined;
    }
  }

  fail(message: string): undefined {
    this.error = message;
    this.tell({ type: 'error', message });
  }

  private takePart({ view, seq, part, last, frames }: MessageOf<'frames'>): undefined {
    this.incoming = addFrameParts(part === 1 ? [] : this.incoming, frames);
    // The changes that follow belong to the new answer.
    this.place = last ? { view, seq } : undefined;
    if (last) {
      this.show(this.incoming);
      this.incoming = [];
    }
  }

  private takeChange({ seq, frames }: MessageOf<'rows'>): 'gap' | undefined {
    if (this.place === undefined || seq !== this.place.seq + 1) {
      this.place = undefined;
      return 'gap';
    }
    this.place = { ...this.place, seq };
    this.show(applyFramePatches(this.frames, frames));
    return undefined;
  }

  private show(frames: FrameJson[]): void {
    this.frames = frames;
    this.hasFrames = true;
    this.error = undefined;
    this.tell({ type: 'frames', frames });
  }

  private tell(event: LiveEvent): void {
    this.listeners.forEach((listener) => listener(event));
  }
}

import type { ClientMessage, LiveChanges, LiveFilter, ServerMessage } from '@mesh-observatory/contract/live';
import { LIVE_PROTOCOL, type LiveKind } from '@mesh-observatory/contract/live-protocol';
import { readServerMessage } from './readServerMessage';
import { t } from '../i18n';

/**
 * - `changes`: what happened;
 * - `gap`: something may have been missed, the answer has to be fetched again;
 * - `up`, `down`: whether changes arrive at all.
 */
export type LiveEvent =
  | { readonly type: 'changes'; readonly changes: LiveChanges }
  | { readonly type: 'gap' }
  | { readonly type: 'up' }
  | { readonly type: 'down'; readonly reason: string };

/** The part of a browser's WebSocket that is used. */
export interface LiveSocket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { reason: string }) => void) | null;
}

export interface LiveChannelParts {
  readonly filter: LiveFilter;
  readonly connect: () => LiveSocket;
  readonly random: () => number;
}

export type LiveListener = (event: LiveEvent) => void;

/** One WebSocket with one filter, shared by all queries with the same filter. */
export interface LiveChannel {
  /** Returns what to call to stop listening. */
  listen(kinds: readonly LiveKind[], listener: LiveListener): () => void;
  readonly listeners: number;
  close(): void;
}

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** Behind proxies a dead connection looks like a silent one: something has to be heard this often. */
const DEFAULT_HEARTBEAT_MS = 30_000;

interface Session {
  readonly id: string;
  seq: number;
  /** Resuming is for the very same subscription only. */
  readonly kinds: string;
}

export function createLiveChannel({ filter, connect, random }: LiveChannelParts): LiveChannel {
  const listeners = new Map<LiveListener, readonly LiveKind[]>();
  let socket: LiveSocket | undefined;
  let open = false;
  let heard = false;
  let attempts = 0;
  let sessionId: string | undefined;
  let previous: Session | undefined;
  let current: Session | undefined;
  let subscribedKinds = '';
  let resuming = false;
  let state: Extract<LiveEvent, { type: 'up' | 'down' }> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  const tell = (event: LiveEvent) => [...listeners.keys()].forEach((listener) => listener(event));
  const wanted = () => [...new Set([...listeners.values()].flat())].sort();

  function send(message: ClientMessage): void {
    if (open) {
      socket?.send(JSON.stringify(message));
    }
  }

  function subscribe(): void {
    const kinds = wanted();
    subscribedKinds = kinds.join();
    const resumable = previous !== undefined && previous.kinds === subscribedKinds ? previous : undefined;
    resuming = resumable !== undefined;
    const resume = resumable === undefined ? {} : { resume: { sessionId: resumable.id, seq: resumable.seq } };
    send({ type: 'subscribe', kinds, snapshot: false, ...filter, ...resume });
  }

  function onSubscribed({ seq, resumed }: Extract<ServerMessage, { type: 'subscribed' }>): void {
    attempts = 0;
    const missed = previous !== undefined && !(resuming && resumed);
    previous = undefined;
    current = sessionId === undefined ? undefined : { id: sessionId, seq, kinds: subscribedKinds };
    if (state?.type !== 'up') {
      state = { type: 'up' };
      tell(state);
    }
    if (missed) {
      tell({ type: 'gap' });
    }
  }

  function onMessage(data: unknown): void {
    heard = true;
    const message = readServerMessage(data);
    switch (message?.type) {
      case 'hello':
        sessionId = message.sessionId;
        watch(message.heartbeatMs);
        if (message.protocol !== LIVE_PROTOCOL) {
          drop(
            t(
              'live.protocol',
              'The collector speaks live protocol {{theirs}}, the plugin {{ours}}; update the older one.',
              {
                theirs: message.protocol,
                ours: LIVE_PROTOCOL,
              },
            ),
          );
        }
        return;
      case 'subscribed':
        return onSubscribed(message);
      case 'batch': {
        if (current !== undefined) {
          current.seq = message.seq;
        }
        const { type: _type, seq: _seq, at: _at, ...changes } = message;
        return tell({ type: 'changes', changes });
      }
      case 'lagging':
        return tell({ type: 'gap' });
      case 'error':
        return drop(message.message);
      default:
    }
  }

  function watch(heartbeatMs = DEFAULT_HEARTBEAT_MS): void {
    clearInterval(heartbeatTimer);
    heard = true;
    heartbeatTimer = setInterval(() => {
      if (!heard) {
        drop(t('live.silent', 'The collector went silent.'));
        return;
      }
      heard = false;
      send({ type: 'ping' });
    }, heartbeatMs);
  }

  /** Lets go of the socket without waiting for its closing handshake, which a dead connection never finishes. */
  function release(): void {
    clearInterval(heartbeatTimer);
    open = false;
    if (socket !== undefined) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      socket = undefined;
    }
  }

  function drop(reason: string): void {
    release();
    previous = current ?? previous;
    current = undefined;
    state = { type: 'down', reason };
    tell(state);
    const delay = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
    attempts += 1;
    // Jitter, so that clients do not reconnect to a restarted collector all at once.
    retryTimer = setTimeout(start, delay * (0.5 + random() / 2));
  }

  function start(): void {
    clearTimeout(retryTimer);
    try {
      socket = connect();
    } catch (error) {
      drop(error instanceof Error ? error.message : t('live.unopened', 'The live connection could not be opened.'));
      return;
    }
    watch();
    socket.onopen = () => {
      open = true;
      subscribe();
    };
    socket.onmessage = ({ data }) => onMessage(data);
    socket.onclose = ({ reason }) => drop(reason === '' ? t('live.closed', 'The live connection was closed.') : reason);
  }

  start();

  return {
    listen(kinds, listener) {
      listeners.set(listener, kinds);
      if (open && wanted().join() !== subscribedKinds) {
        subscribe();
      }
      if (state !== undefined) {
        listener(state);
      }
      return () => {
        listeners.delete(listener);
      };
    },
    get listeners() {
      return listeners.size;
    },
    close() {
      clearTimeout(retryTimer);
      release();
    },
  };
}

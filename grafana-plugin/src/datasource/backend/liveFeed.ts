import { createLiveChannel, type LiveChannel, type LiveSocket } from '../live/liveChannel';
import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import { openSocket } from './liveSocket';
import type { Settings } from './settings';

export interface FeedListener {
  onChanges(changes: LiveChanges): void;
  /** The data source was changed or the program ends: no more changes will come. */
  onClosed(): void;
}

/** The live stream of a collector: one WebSocket for all viewers of one data source. */
export interface LiveFeed {
  /** Returns what to call to stop listening. */
  listen(kind: LiveKind, listener: FeedListener): () => void;
  readonly listeners: number;
  readonly connected: boolean;
  close(): void;
}

export interface LiveFeedParts {
  readonly connect: () => LiveSocket;
  readonly random: () => number;
}

/** The WebSocket is kept this long after the last listener: viewers that change pages come back at once. */
const LINGER_MS = 5000;

export function createLiveFeed(settings: Settings): LiveFeed {
  return createFeed({ connect: () => openSocket(settings), random: Math.random });
}

export function createFeed({ connect, random }: LiveFeedParts): LiveFeed {
  const listeners = new Set<FeedListener>();
  let channel: LiveChannel | undefined;
  let connected = false;
  let lingerTimer: NodeJS.Timeout | undefined;

  function ensureChannel(): LiveChannel {
    clearTimeout(lingerTimer);
    channel ??= createLiveChannel({ filter: {}, connect, random });
    return channel;
  }

  function disconnect(): void {
    clearTimeout(lingerTimer);
    channel?.close();
    channel = undefined;
    connected = false;
  }

  return {
    listen(kind, listener) {
      listeners.add(listener);
      const stop = ensureChannel().listen([kind], (event) => {
        if (event.type === 'changes') {
          listener.onChanges(event.changes);
        } else if (event.type !== 'gap') {
          connected = event.type === 'up';
        }
      });
      return () => {
        stop();
        if (listeners.delete(listener) && listeners.size === 0) {
          lingerTimer = setTimeout(disconnect, LINGER_MS);
          lingerTimer.unref();
        }
      };
    },
    get listeners() {
      return listeners.size;
    },
    get connected() {
      return connected;
    },
    close() {
      disconnect();
      const last = [...listeners];
      listeners.clear();
      last.forEach((listener) => listener.onClosed());
    },
  };
}

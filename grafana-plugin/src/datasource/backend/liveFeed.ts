import { createLiveChannel, type LiveChannel, type LiveSocket } from '../live/liveChannel';
import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import { openSocket } from './liveSocket';
import type { Settings } from './settings';

export interface FeedListener {
  onChanges(changes: LiveChanges): void;
  /** The data source was changed or the program ends: nothing will come any more. */
  onClosed(): void;
}

/** What the collector says while it happens: one WebSocket for everybody who looks at one data source. */
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

/** Viewers that change pages leave and come back at once. */
const LINGER_MS = 5000;

export function createLiveFeed(settings: Settings): LiveFeed {
  return createFeed({ connect: () => openSocket(settings), random: Math.random });
}

export function createFeed({ connect, random }: LiveFeedParts): LiveFeed {
  const listeners = new Set<FeedListener>();
  let channel: LiveChannel | undefined;
  let connected = false;
  let lingering: NodeJS.Timeout | undefined;

  function obtain(): LiveChannel {
    clearTimeout(lingering);
    channel ??= createLiveChannel({ filter: {}, connect, random });
    return channel;
  }

  function hangUp(): void {
    clearTimeout(lingering);
    channel?.close();
    channel = undefined;
    connected = false;
  }

  return {
    listen(kind, listener) {
      listeners.add(listener);
      const stop = obtain().listen([kind], (event) => {
        if (event.type === 'changes') {
          listener.onChanges(event.changes);
        } else if (event.type !== 'gap') {
          connected = event.type === 'up';
        }
      });
      return () => {
        stop();
        if (listeners.delete(listener) && listeners.size === 0) {
          lingering = setTimeout(hangUp, LINGER_MS);
          lingering.unref();
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
      hangUp();
      const told = [...listeners];
      listeners.clear();
      told.forEach((listener) => listener.onClosed());
    },
  };
}

import { Observable } from 'rxjs';
import { createLiveChannel, type LiveChannel, type LiveEvent, type LiveSocket } from './liveChannel';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { LiveFilter } from '@mesh-observatory/contract/live';
import { liveLimits } from '@mesh-observatory/contract/limits';

/** Every live query of one data source. Queries with the same filter share one WebSocket. */
export interface LiveHub {
  /** Listens while subscribed. */
  events(filter: LiveFilter, kinds: readonly LiveKind[]): Observable<LiveEvent>;
  readonly sockets: number;
  close(): void;
}

export interface LiveHubParts {
  readonly connect: () => LiveSocket;
  readonly random?: () => number;
}

/** Dashboards drop all their queries and ask anew at every refresh: a socket outlives that moment. */
const LINGER_MS = 3000;

export function createLiveHub({ connect, random = Math.random }: LiveHubParts): LiveHub {
  const channels = new Map<string, LiveChannel>();

  function obtain(filter: LiveFilter): { key: string; channel: LiveChannel } {
    const sent = sendable(filter);
    const key = JSON.stringify([sent.nodeIds, sent.gatewayIds, sent.channels]);
    const channel = channels.get(key) ?? createLiveChannel({ filter: sent, connect, random });
    channels.set(key, channel);
    return { key, channel };
  }

  function closeIfUnused(key: string): void {
    const channel = channels.get(key);
    if (channel?.listeners === 0) {
      channels.delete(key);
      channel.close();
    }
  }

  return {
    events: (filter, kinds) =>
      new Observable((subscriber) => {
        const { key, channel } = obtain(filter);
        const stop = channel.listen(kinds, (event) => subscriber.next(event));
        return () => {
          stop();
          setTimeout(() => closeIfUnused(key), LINGER_MS);
        };
      }),
    get sockets() {
      return channels.size;
    },
    close() {
      channels.forEach((channel) => channel.close());
      channels.clear();
    },
  };
}

/** Lists longer than the protocol takes are not sent: more arrives than wanted, and is left aside later. */
function sendable({ nodeIds, gatewayIds, channels }: LiveFilter): LiveFilter {
  return {
    ...within('nodeIds', nodeIds, liveLimits.nodes),
    ...within('gatewayIds', gatewayIds, liveLimits.gateways),
    ...within('channels', channels, liveLimits.channels),
  };
}

function within(name: keyof LiveFilter, values: string[] | undefined, most: number): LiveFilter {
  return values === undefined || values.length === 0 || values.length > most ? {} : { [name]: [...values].sort() };
}

/** Address of the live stream behind Grafana's data source proxy, which adds the token on the way. */
export function liveUrl(dataSourceUrl: string, appSubUrl: string, page: string): string {
  const path = /^https?:/.test(dataSourceUrl) ? dataSourceUrl : `${appSubUrl}${dataSourceUrl}`;
  const url = new URL(`${path}/api/ws`, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A browser's WebSocket. Errors are always followed by a close, which is what is listened to. */
export function openWebSocket(url: string): LiveSocket {
  const socket = new WebSocket(url);
  const live: LiveSocket = {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.onopen = () => live.onopen?.();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => live.onmessage?.({ data });
  socket.onclose = ({ reason }) => live.onclose?.({ reason });
  return live;
}

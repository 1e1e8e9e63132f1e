import type { ClientMessage, ServerMessage } from '@mesh-observatory/contract/live';
import { LIVE_PATH, LIVE_PROTOCOL } from '@mesh-observatory/contract/live-protocol';
import { t } from '../i18n';

/** The part of a browser's WebSocket that is used. */
export interface BrowserSocket {
  send(text: string): void;
  close(): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

export interface LiveSocketParts {
  readonly connect: () => BrowserSocket;
  readonly random: () => number;
  readonly onOpen: () => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** `silentMs`: how long nothing had been heard before. */
  readonly onDown: (reason: string, silentMs: number) => void;
}

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** A dead connection behind a proxy and a collector that hangs look like a silent one: it is asked this often, so often in vain. */
const PING_MS = 2500;
const PINGS_IN_VAIN = 4;
/** The collector reads 20 messages a second. */
const SENT_AT_ONCE = 15;
const SEND_PAUSE_MS = 1000;

/** A WebSocket to the collector that connects again by itself until it is closed. */
export class LiveSocket {
  private readonly parts: LiveSocketParts;
  private socket: BrowserSocket | undefined;
  private isOpen = false;
  private pingsInVain = 0;
  private attempts = 0;
  private queue: ClientMessage[] = [];
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: LiveSocketParts) {
    this.parts = parts;
    this.start();
  }

  /** Sends a message, as fast as the collector reads; drops it while the connection is down. */
  send(message: ClientMessage): void {
    if (this.isOpen) {
      this.queue.push(message);
      this.sendTimer ??= setTimeout(() => this.flush(), 0);
    }
  }

  /** Ends this connection and starts another one after a while. */
  drop(reason: string, silentMs = 0): void {
    this.release();
    const delay = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts);
    this.attempts += 1;
    // Jitter, so that clients do not reconnect to a restarted collector all at once.
    this.retryTimer = setTimeout(() => this.start(), delay * (0.5 + this.parts.random() / 2));
    this.parts.onDown(reason, silentMs);
  }

  close(): void {
    clearTimeout(this.retryTimer);
    this.release();
  }

  private start(): void {
    try {
      this.socket = this.parts.connect();
    } catch (error) {
      this.drop(
        error instanceof Error ? error.message : t('live.unopened', 'The live connection could not be opened.'),
      );
      return;
    }
    this.watch();
    this.socket.onopen = () => {
      this.isOpen = true;
    };
    this.socket.onmessage = ({ data }) => this.handle(data);
    this.socket.onclose = ({ reason }) =>
      this.drop(reason === '' ? t('live.closed', 'The live connection was closed.') : reason);
  }

  private handle(data: unknown): void {
    this.pingsInVain = 0;
    const message = readMessage(data);
    if (message?.type === 'hello') {
      this.greet(message);
    } else if (message?.type === 'error' && message.id === undefined) {
      this.drop(message.message);
    } else if (message !== undefined) {
      this.parts.onMessage(message);
    }
  }

  private greet({ protocol }: Extract<ServerMessage, { type: 'hello' }>): void {
    if (protocol === LIVE_PROTOCOL) {
      this.attempts = 0;
      this.parts.onOpen();
      return;
    }
    this.drop(
      t('live.protocol', 'The collector speaks live protocol {{theirs}}, the plugin {{ours}}; update the older one.', {
        theirs: protocol,
        ours: LIVE_PROTOCOL,
      }),
    );
  }

  private flush(): void {
    const now = this.queue.splice(0, SENT_AT_ONCE);
    now.forEach((message) => this.socket?.send(JSON.stringify(message)));
    this.sendTimer = now.length === 0 ? undefined : setTimeout(() => this.flush(), SEND_PAUSE_MS);
  }

  private watch(): void {
    clearInterval(this.pingTimer);
    this.pingsInVain = 0;
    this.pingTimer = setInterval(() => {
      if (this.pingsInVain >= PINGS_IN_VAIN) {
        this.drop(t('live.silent', 'The collector went silent.'), PINGS_IN_VAIN * PING_MS);
        return;
      }
      this.pingsInVain += 1;
      this.send({ type: 'ping' });
    }, PING_MS);
  }

  /** Lets go of the socket without waiting for its closing handshake, which a dead connection never finishes. */
  private release(): void {
    clearInterval(this.pingTimer);
    clearTimeout(this.sendTimer);
    this.sendTimer = undefined;
    this.queue = [];
    this.isOpen = false;
    if (this.socket !== undefined) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
      this.socket = undefined;
    }
  }
}

/** Undefined for data that is not a message of the live protocol. */
function readMessage(data: unknown): ServerMessage | undefined {
  try {
    const value: unknown = typeof data === 'string' ? JSON.parse(data) : undefined;
    return typeof value === 'object' && value !== null && 'type' in value ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** Address of the live stream behind Grafana's data source proxy, which adds the token on the way. */
export function liveUrl(dataSourceUrl: string, appSubUrl: string, page: string): string {
  const path = /^https?:/.test(dataSourceUrl) ? dataSourceUrl : `${appSubUrl}${dataSourceUrl}`;
  const url = new URL(`${path}${LIVE_PATH}`, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

import type { ConnectionMessage, QueryMessage } from '@mesh-observatory/contract/live';
import { LIVE_PROTOCOL } from '@mesh-observatory/contract/live-protocol';
import type { RawData, WebSocket } from 'ws';
import type { UnixMillis } from '../../model.js';
import type { QueryViews, StreamSession } from '../../store/store.js';
import { parseClientMessage } from './client-message.js';
import { ClientRateLimit } from './client-rate-limit.js';
import { Delivery } from './delivery.js';
import type { Groups } from './groups.js';
import type { LiveLimits } from './limits.js';
import { QuerySubscriptions } from './query-subscriptions.js';
import { createSubscription, type Subscription } from './subscription.js';

export interface ConnectionParts {
  readonly socket: WebSocket;
  readonly sessionId: string;
  /** Address of the other end of the socket. */
  readonly remote: string;
  readonly userAgent: string;
  readonly version: string;
  readonly simulated: boolean;
  readonly groups: Groups;
  readonly views: QueryViews;
  readonly limits: LiveLimits;
  readonly now: () => UnixMillis;
  readonly monotonicMs: () => number;
  readonly onSent: (bytes: number) => void;
  readonly onReceived: () => void;
  readonly onDropped: (batches: number) => void;
  readonly onTooSlow: () => void;
  /** Called once, whatever the reason. */
  readonly onClosed: (connection: Connection) => void;
}

/** One client of the live stream: its messages, its heartbeat and its end. */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #delivery: Delivery;
  readonly #queries: QuerySubscriptions;
  readonly #rateLimit: ClientRateLimit;
  readonly #connectedAt: UnixMillis;
  readonly #sent = { messages: 0, bytes: 0 };
  readonly #defaultSubscription: NodeJS.Timeout;
  #alive = true;
  #closeCode: number | null = null;
  #disconnectedAt: UnixMillis | null = null;

  constructor(parts: ConnectionParts) {
    const { socket, limits, monotonicMs, now } = parts;
    this.#parts = parts;
    this.#connectedAt = now();
    this.#rateLimit = new ClientRateLimit(limits.inboundPerSecond, limits.maxViolations);
    this.#delivery = new Delivery({
      socket,
      limits,
      monotonicMs,
      onSent: (bytes) => this.#handleSent(bytes),
      onDropped: parts.onDropped,
      onRoom: () => this.#queries.pump(),
      onTooSlow: () => this.#closeTooSlow(),
    });
    this.#queries = new QuerySubscriptions({
      views: parts.views,
      maxQueries: limits.maxQueries,
      offer: (json) => this.#delivery.offer(json),
      send: (message) => this.#delivery.send(message),
    });
    // Without a listener a client's protocol error would end the process.
    socket.on('error', () => {
      this.#delivery.stop();
      this.#terminateLater();
    });
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('ping', () => this.#admitInbound());
    socket.on('message', (data, isBinary) => this.#handleData(data, isBinary));
    socket.on('close', (code) => this.#handleClose(code));
    this.#sendHello();
    // A moment for the client to subscribe, so that it does not get a snapshot it does not need.
    this.#defaultSubscription = setTimeout(() => {
      if (this.#delivery.group === undefined && this.#closeCode === null) this.#handleMessage({ type: 'subscribe' });
    }, limits.initialSubscribeMs).unref();
  }

  get remote(): string {
    return this.#parts.remote;
  }

  get lagging(): boolean {
    return this.#delivery.lagging;
  }

  get bufferedBytes(): number {
    return this.#delivery.bufferedBytes;
  }

  /** Sends a ping; terminates a client that did not answer the one before. */
  heartbeat(): void {
    const { socket } = this.#parts;
    if (!this.#alive) {
      socket.terminate();
      return;
    }
    this.#alive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }

  /** Starts the closing handshake; a client that does not finish it in time is terminated. */
  close(code: number, reason: string): void {
    if (this.#closeCode !== null) return;
    this.#closeCode = code;
    this.#delivery.stop();
    this.#queries.close();
    this.#parts.socket.close(code, reason);
    this.#terminateLater();
  }

  /** Destroys the socket without a closing handshake. */
  terminate(): void {
    this.#parts.socket.terminate();
  }

  /** Tells the client that changes were lost before they reached any client. */
  notifyOverflow(changes: number): void {
    this.#delivery.send({ type: 'lagging', seq: this.#delivery.group?.seq ?? 0, dropped: changes });
  }

  session(): StreamSession {
    const { sessionId, remote, userAgent } = this.#parts;
    return {
      sessionId,
      remote,
      userAgent,
      connectedAt: this.#connectedAt,
      disconnectedAt: this.#disconnectedAt,
      ...this.#sent,
      closeCode: this.#disconnectedAt === null ? null : this.#closeCode,
    };
  }

  #sendHello(): void {
    const { version, sessionId, simulated, limits, now } = this.#parts;
    this.#delivery.send({
      type: 'hello',
      protocol: LIVE_PROTOCOL,
      version,
      sessionId,
      serverTime: now(),
      simulated,
      heartbeatMs: limits.heartbeatMs,
    });
  }

  #handleData(data: RawData, isBinary: boolean): void {
    if (!this.#admitInbound()) return;
    this.#parts.onReceived();
    const parsed = parseClientMessage(data, isBinary);
    if (parsed.kind === 'query') this.#handleQuery(parsed.message);
    else if (parsed.kind === 'connection') this.#handleMessage(parsed.message);
    else if (parsed.id === undefined) this.#handleViolation(parsed.code, parsed.message);
    else this.#delivery.send({ type: 'error', id: parsed.id, code: parsed.code, message: parsed.message, ended: true });
  }

  #handleQuery(message: QueryMessage): void {
    clearTimeout(this.#defaultSubscription); // it knows what it wants
    this.#queries.handle(message);
  }

  #handleMessage(message: ConnectionMessage): void {
    switch (message.type) {
      case 'subscribe': {
        const resumed = this.#subscribe(createSubscription(message), message.resume);
        if (!resumed && message.snapshot !== false) this.#delivery.sendSnapshot();
        return;
      }
      case 'unsubscribe': {
        const current = this.#delivery.group?.subscription ?? createSubscription({});
        this.#subscribe(current.withoutKinds(message.kinds ?? current.kinds), undefined);
        return;
      }
      case 'request_snapshot':
        if (this.#delivery.group === undefined) this.#subscribe(createSubscription({}), undefined);
        this.#delivery.sendSnapshot();
        return;
      case 'ping': {
        const id = message.id === undefined ? {} : { id: message.id };
        this.#delivery.send({ type: 'pong', ...id, serverTime: this.#parts.now() });
      }
    }
  }

  /** True when the client resumes, so that it needs no snapshot. */
  #subscribe(subscription: Subscription, resume: { sessionId: string; seq: number } | undefined): boolean {
    const { groups, sessionId } = this.#parts;
    const group = groups.obtain(subscription);
    const resumed = resume !== undefined && groups.canResume(group, resume.sessionId, resume.seq);
    const seq = resumed ? resume.seq : group.seq;
    groups.attach(sessionId, group);
    this.#delivery.send({ type: 'subscribed', seq, kinds: [...subscription.kinds], resumed });
    this.#delivery.join(group, resumed ? seq : undefined);
    return resumed;
  }

  /** Counts a message or ping; false when it must not be read. */
  #admitInbound(): boolean {
    const { limits, monotonicMs } = this.#parts;
    this.#alive = true;
    if (this.#closeCode !== null) return false;
    if (this.#rateLimit.allow(monotonicMs())) return true;
    this.#handleViolation('rate_limited', `At most ${limits.inboundPerSecond} messages a second are read.`);
    return false;
  }

  #handleViolation(code: string, message: string): void {
    this.#delivery.send({ type: 'error', code, message });
    if (!this.#rateLimit.recordViolation(this.#parts.monotonicMs())) this.close(1008, 'too many mistakes');
  }

  #handleSent(bytes: number): void {
    this.#sent.messages += 1;
    this.#sent.bytes += bytes;
    this.#parts.onSent(bytes);
  }

  #closeTooSlow(): void {
    if (this.#closeCode !== null) return;
    this.#parts.onTooSlow();
    this.close(1013, 'reads too slowly');
  }

  #handleClose(code: number): void {
    const { groups, sessionId, now, onClosed } = this.#parts;
    clearTimeout(this.#defaultSubscription);
    this.#delivery.stop();
    this.#queries.close();
    groups.detach(sessionId);
    this.#closeCode ??= code;
    this.#disconnectedAt = now();
    onClosed(this);
  }

  #terminateLater(): void {
    setTimeout(() => this.terminate(), this.#parts.limits.closeGraceMs).unref();
  }
}

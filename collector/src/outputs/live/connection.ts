import type { ClientMessage } from '@mesh-observatory/contract/live';
import { LIVE_PROTOCOL } from '@mesh-observatory/contract/live-protocol';
import type { UnixMillis } from '../../model.js';
import type { StreamSession } from '../../store/store.js';
import type { WebSocket } from 'ws';
import { createConduct } from './conduct.js';
import { createDelivery } from './delivery.js';
import type { Groups } from './groups.js';
import { readInbound } from './inbound.js';
import type { LiveLimits } from './limits.js';
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
  readonly limits: LiveLimits;
  readonly now: () => UnixMillis;
  readonly monotonicMs: () => number;
  readonly onSent: (bytes: number) => void;
  readonly onReceived: () => void;
  readonly onDropped: (batches: number) => void;
  readonly onTooSlow: () => void;
  /** Once, whatever the reason. */
  readonly onClosed: (connection: Connection) => void;
}

/** One client. */
export interface Connection {
  /** Called at every heartbeat: cuts a client that did not answer the one before. */
  beat(): void;
  close(code: number, reason: string): void;
  /** Cuts the line without a farewell. */
  cut(): void;
  /** Changes were lost before they reached anybody. */
  tellLoss(changes: number): void;
  session(): StreamSession;
  readonly remote: string;
  readonly lagging: boolean;
  readonly bufferedBytes: number;
}

export function createConnection(parts: ConnectionParts): Connection {
  const { socket, sessionId, groups, limits, now, monotonicMs } = parts;
  const connectedAt = now();
  const conduct = createConduct(limits.inboundPerSecond, limits.maxMistakes);
  const sent = { messages: 0, bytes: 0 };
  let answered = true;
  let closeCode: number | null = null;
  let disconnectedAt: UnixMillis | null = null;

  const delivery = createDelivery({
    socket,
    limits,
    monotonicMs,
    onSent: (bytes) => {
      sent.messages += 1;
      sent.bytes += bytes;
      parts.onSent(bytes);
    },
    onDropped: parts.onDropped,
    onTooSlow: () => {
      if (closeCode !== null) return;
      parts.onTooSlow();
      close(1013, 'reads too slowly');
    },
  });

  function close(code: number, reason: string): void {
    if (closeCode !== null) return;
    closeCode = code;
    delivery.stop();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), limits.closeGraceMs).unref();
  }

  function subscribe(subscription: Subscription, resume: { sessionId: string; seq: number } | undefined): boolean {
    const group = groups.obtain(subscription);
    const resumed = resume !== undefined && groups.canResume(group, resume.sessionId, resume.seq);
    const seq = resumed ? resume.seq : group.seq;
    groups.attach(sessionId, group);
    delivery.say({ type: 'subscribed', seq, kinds: [...subscription.kinds], resumed });
    delivery.join(group, resumed ? seq : undefined);
    return resumed;
  }

  function obey(message: ClientMessage): void {
    switch (message.type) {
      case 'subscribe': {
        const resumed = subscribe(createSubscription(message), message.resume);
        if (!resumed && message.snapshot !== false) delivery.sendSnapshot();
        return;
      }
      case 'unsubscribe': {
        const current = delivery.group?.subscription ?? createSubscription({});
        subscribe(current.withoutKinds(message.kinds ?? current.kinds), undefined);
        return;
      }
      case 'request_snapshot':
        if (delivery.group === undefined) subscribe(createSubscription({}), undefined);
        delivery.sendSnapshot();
        return;
      case 'ping':
        delivery.say({
          type: 'pong',
          ...(message.id === undefined ? {} : { id: message.id }),
          serverTime: now(),
        });
    }
  }

  function object(code: string, message: string): void {
    delivery.say({ type: 'error', code, message });
    if (!conduct.mistaken(monotonicMs())) close(1008, 'too many mistakes');
  }

  /** False when the client talks faster than allowed. */
  function hear(): boolean {
    answered = true;
    if (closeCode !== null) return false;
    if (conduct.heard(monotonicMs())) return true;
    object('rate_limited', `At most ${limits.inboundPerSecond} messages a second are read.`);
    return false;
  }

  // Without a listener a client's protocol error would end the process.
  socket.on('error', () => {
    delivery.stop();
    setTimeout(() => socket.terminate(), limits.closeGraceMs).unref();
  });
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('ping', hear);
  socket.on('message', (data, isBinary) => {
    if (!hear()) return;
    parts.onReceived();
    const inbound = readInbound(toBuffer(data), isBinary);
    if (inbound.ok) obey(inbound.message);
    else object(inbound.code, inbound.message);
  });
  socket.on('close', (code) => {
    clearTimeout(initial);
    delivery.stop();
    groups.detach(sessionId);
    closeCode ??= code;
    disconnectedAt = now();
    parts.onClosed(connection);
  });

  const connection: Connection = {
    remote: parts.remote,
    close,
    cut: () => socket.terminate(),
    beat() {
      if (!answered) {
        socket.terminate();
        return;
      }
      answered = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    },
    tellLoss: (changes) => {
      delivery.say({ type: 'lagging', seq: delivery.group?.seq ?? 0, dropped: changes });
    },
    session: () => ({
      sessionId,
      remote: parts.remote,
      userAgent: parts.userAgent,
      connectedAt,
      disconnectedAt,
      ...sent,
      closeCode: disconnectedAt === null ? null : closeCode,
    }),
    get lagging() {
      return delivery.lagging;
    },
    get bufferedBytes() {
      return delivery.bufferedBytes;
    },
  };

  delivery.say({
    type: 'hello',
    protocol: LIVE_PROTOCOL,
    version: parts.version,
    sessionId,
    serverTime: now(),
    simulated: parts.simulated,
    heartbeatMs: limits.heartbeatMs,
  });
  // A moment for the client to say what it wants, so that nobody gets one snapshot for nothing.
  const initial = setTimeout(() => {
    if (delivery.group === undefined && closeCode === null) obey({ type: 'subscribe' });
  }, limits.initialSubscribeMs).unref();
  return connection;
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

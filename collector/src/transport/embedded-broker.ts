import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';
import type { Logger } from 'pino';
import { EXIT, FatalError } from '../errors.js';
import type { BrokerStatus, MessageHandler, RawMessage, UnixMillis } from '../model.js';
import { createDeferredAcks, type DeferredAcks } from './deferred-ack.js';
import { checkExposure, credentialCheck } from './embedded-access.js';
import { limitPacketSize } from './packet-size-limit.js';
import type { MessageSource } from './source.js';
import { settlesWithin } from '../timing/timeout.js';

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 = any free port; see `address()`. */
  readonly port: number;
  /** Both or neither. Required when `host` is more than loopback. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly logger: Logger;
  /** Connections at once. Default 200. */
  readonly maxClients?: number | undefined;
  /** Larger packets end their connection. Default 65536. */
  readonly maxPacketBytes?: number | undefined;
}

/**
 * A small MQTT 3.1.1 broker (aedes speaks no MQTT 5) that gateways connect straight to, and a message source: what they
 * publish goes to our handler, and a QoS 1 publish is answered with PUBACK, QoS 2 with PUBREC, only after the handler
 * resolved. Other clients may subscribe; nothing is retained or queued for absent ones, so memory stays bounded.
 */
export interface EmbeddedBroker extends MessageSource {
  /** Where it listens; `undefined` before `start` has resolved and after `stop`. */
  address(): { readonly host: string; readonly port: number } | undefined;
}

type Answer = (error?: Error | null) => void;

const NAME = 'embedded';
const DRAIN_MS = 1_000;
const CLOSE_MS = 500;
const CONNECT_TIMEOUT_MS = 10_000;
const REFUSAL_LOG_EVERY_MS = 60_000;
/** CONNACK return code "bad user name or password". */
const BAD_CREDENTIALS = 4;

function listen(server: Server, { host, port }: EmbeddedBrokerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const where = `${host}:${port}`;
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is taken: set EMBEDDED_BROKER_PORT to a free port, or end the other program`
          : `The embedded broker cannot listen on ${where} (${error.code ?? error.message}): check EMBEDDED_BROKER_HOST and EMBEDDED_BROKER_PORT`;
      reject(new FatalError('embedded_broker_port', why, EXIT.unavailable, [], { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.removeListener('error', onError);
      resolve();
    });
  });
}

/** Creates the broker; nothing listens before `start`. Throws FatalError for settings that are unsafe. */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): EmbeddedBroker {
  checkExposure(options);
  const { logger, maxClients = 200, maxPacketBytes = 65_536 } = options;
  const mayConnect = credentialCheck(options.username, options.password);
  const sockets = new Set<Socket>();
  const underWay = new Set<Promise<void>>();
  const perClient = new WeakMap<Client, DeferredAcks<Answer>>();
  let handler: MessageHandler | undefined;
  let aedes: Aedes | undefined;
  let server: Server | undefined;
  let bound: AddressInfo | undefined;
  let state: BrokerStatus['state'] = 'connecting';
  let connectedAt: UnixMillis | null = null;
  let lastMessageAt: UnixMillis | null = null;
  let received = 0;
  let stopping: Promise<void> | undefined;
  const loggedAt = new Map<string, number>();

  function throttled(key: string, write: () => void): void {
    const now = performance.now();
    if (now - (loggedAt.get(key) ?? -Infinity) < REFUSAL_LOG_EVERY_MS) return;
    loggedAt.set(key, now);
    write();
  }

  function deliver(packet: PublishPacket): Promise<void> {
    const receivedAt = Date.now() as UnixMillis;
    lastMessageAt = receivedAt;
    received += 1;
    const { payload } = packet;
    const message: RawMessage = {
      broker: NAME,
      topic: packet.topic,
      payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
      qos: packet.qos,
      // A publisher's retain flag asks the broker to keep the message; the message itself is fresh.
      retained: false,
      redelivered: packet.dup,
      receivedAt,
    };
    const handled = (async () => handler?.(message))();
    underWay.add(handled);
    const forget = () => underWay.delete(handled);
    handled.then(forget, forget);
    return handled;
  }

  function acksOf(client: Client): DeferredAcks<Answer> {
    let acks = perClient.get(client);
    if (acks === undefined) {
      acks = createDeferredAcks<Answer>({
        send: (answers) => {
          for (const answer of answers) answer();
        },
        // The client keeps the message and sends it again when it reconnects.
        onRejected: (answer, error) => {
          answer(error instanceof Error ? error : new Error(String(error)));
        },
      });
      perClient.set(client, acks);
    }
    return acks;
  }

  /** aedes calls this before it acknowledges, whatever the QoS; an error ends the connection of the publisher. */
  const onPublish: NonNullable<AedesOptions['authorizePublish']> = (client, packet, answer) => {
    if (packet.topic.startsWith('$')) {
      answer(new Error('topics that begin with $ are reserved'));
      return;
    }
    if (stopping !== undefined) {
      answer(new Error('the broker is stopping'));
      return;
    }
    packet.retain = false;
    const handled = deliver(packet);
    if (packet.qos > 0 && client !== null && packet.messageId !== undefined) {
      acksOf(client).hold(answer, handled);
      return;
    }
    handled.catch(() => undefined); // QoS 0, or a will: nobody waits for the acknowledgement
    answer();
  };

  const authenticate: NonNullable<AedesOptions['authenticate']> = (client, username, password, done) => {
    if (mayConnect(username, password)) {
      done(null, true);
      return;
    }
    throttled('refused', () => {
      logger.warn(
        { event: 'embedded_broker.refused', client: client.id, username },
        'A client gave a wrong user name or password to the embedded broker (EMBEDDED_BROKER_USERNAME, EMBEDDED_BROKER_PASSWORD)',
      );
    });
    done(Object.assign(new Error('wrong user name or password'), { returnCode: BAD_CREDENTIALS }), false);
  };

  function accept(socket: Socket): void {
    if (stopping !== undefined || aedes === undefined) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    aedes.handle(limitPacketSize(socket, maxPacketBytes));
  }

  function watch(broker: Aedes): void {
    broker.on('client', (client) => {
      logger.debug({ event: 'embedded_broker.client', client: client.id }, 'A client connected to the embedded broker');
    });
    const failed = (client: Client, error: Error) => {
      throttled('client_error', () => {
        logger.info(
          { event: 'embedded_broker.client_error', client: client.id, reason: error.message },
          'The embedded broker ended the connection of a client',
        );
      });
    };
    broker.on('clientError', failed);
    broker.on('connectionError', failed);
    broker.on('clientDisconnect', (client) => perClient.get(client)?.close());
  }

  async function start(newHandler: MessageHandler): Promise<void> {
    if (handler !== undefined) throw new Error('The embedded broker was started already');
    handler = newHandler;
    aedes = await Aedes.createBroker({
      connectTimeout: CONNECT_TIMEOUT_MS,
      authenticate,
      authorizePublish: onPublish,
      // No session outlives its connection: kept ones would queue for absent clients in memory, without a limit.
      preConnect: (_client, packet, done) => {
        packet.clean = true;
        done(null, true);
      },
    });
    watch(aedes);
    server = createServer(accept);
    server.maxConnections = maxClients;
    server.on('drop', () => {
      throttled('full', () => {
        logger.warn(
          { event: 'embedded_broker.full', maxClients },
          'The embedded broker has no room for another client',
        );
      });
    });
    try {
      await listen(server, options);
    } catch (error) {
      await closeAedes(aedes);
      throw error;
    }
    bound = server.address() as AddressInfo;
    state = 'connected';
    connectedAt = Date.now() as UnixMillis;
    logger.info(
      { event: 'embedded_broker.listening', host: bound.address, port: bound.port },
      'The embedded broker is listening',
    );
  }

  async function stop(): Promise<void> {
    server?.close();
    if (await settlesWithin(DRAIN_MS, Promise.allSettled([...underWay]))) {
      // One turn for the last PUBACKs to reach their sockets.
      await new Promise((resolve) => setImmediate(resolve));
    } else {
      logger.warn(
        { event: 'embedded_broker.stop_unacknowledged', messages: underWay.size },
        'Unfinished messages are not acknowledged; their publishers have to send them again',
      );
    }
    if (aedes !== undefined) await closeAedes(aedes);
    for (const socket of sockets) socket.destroy();
    bound = undefined;
    connectedAt = null;
    state = 'stopped';
  }

  return {
    start,
    stop() {
      stopping ??= stop();
      return stopping;
    },
    address: () => (bound === undefined ? undefined : { host: bound.address, port: bound.port }),
    get status(): BrokerStatus {
      const port = bound?.port ?? options.port;
      return {
        name: NAME,
        url: `mqtt://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
        state,
        connectedAt,
        lastMessageAt,
        reconnects: 0,
        sessionPresent: null,
        subscriptions: [],
        received,
        lastError: null,
      };
    },
  };
}

async function closeAedes(broker: Aedes): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    broker.close(() => {
      resolve();
    });
  });
  await settlesWithin(CLOSE_MS, closed);
}

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { Logger } from 'pino';
import type { BrokerStatus, MessageHandler, UnixMillis } from '../model.js';
import { createThrottledLog } from '../throttled-log.js';
import { settlesWithin } from '../timing/timeout.js';
import { createDeferredAcks, type DeferredAcks } from './deferred-ack.js';
import { Delivery } from './delivery.js';
import { checkExposure, credentialCheck } from './embedded-access.js';
import { listen } from './embedded-listener.js';
import { limitPacketSize } from './packet-size-limit.js';
import type { MessageSource } from './source.js';

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
 * A small MQTT 3.1.1 broker (aedes has no MQTT 5) that gateways connect to directly, and a message source: what they
 * publish goes to our handler, and a QoS 1 publish is answered with PUBACK, QoS 2 with PUBREC, only after the handler
 * resolved. Other clients may subscribe; nothing is retained or queued for absent ones, so memory stays bounded.
 */
export interface EmbeddedBroker extends MessageSource {
  /** The listening address; `undefined` before `start` has resolved and after `stop`. */
  address(): { readonly host: string; readonly port: number } | undefined;
}

type Answer = (error?: Error | null) => void;

const NAME = 'embedded';
const DRAIN_MS = 1_000;
const CLOSE_MS = 500;
const CONNECT_TIMEOUT_MS = 10_000;
/** CONNACK return code "bad user name or password". */
const BAD_CREDENTIALS = 4;

/** Creates the broker; nothing listens before `start`. Throws FatalError for settings that are unsafe. */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): EmbeddedBroker {
  checkExposure(options);
  return new AedesBroker(options);
}

class AedesBroker implements EmbeddedBroker {
  private readonly logger: Logger;
  private readonly throttled;
  private readonly maxClients: number;
  private readonly maxPacketBytes: number;
  private readonly mayConnect;
  private readonly delivery = new Delivery(NAME);
  private readonly sockets = new Set<Socket>();
  private readonly perClient = new WeakMap<Client, DeferredAcks<Answer>>();
  private aedes: Aedes | undefined;
  private server: Server | undefined;
  private bound: AddressInfo | undefined;
  private state: BrokerStatus['state'] = 'connecting';
  private connectedAt: UnixMillis | null = null;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EmbeddedBrokerOptions) {
    this.logger = options.logger;
    this.throttled = createThrottledLog(options.logger, MINUTE_MS);
    this.maxClients = options.maxClients ?? 200;
    this.maxPacketBytes = options.maxPacketBytes ?? 65_536;
    this.mayConnect = credentialCheck(options.username, options.password);
  }

  async start(handler: MessageHandler): Promise<void> {
    this.delivery.attach(handler);
    const aedes = await Aedes.createBroker({
      connectTimeout: CONNECT_TIMEOUT_MS,
      authenticate: this.authenticate,
      authorizePublish: this.authorizePublish,
      // No session outlives its connection: kept ones would queue for absent clients in memory, without a limit.
      preConnect: (_client, packet, done) => {
        packet.clean = true;
        done(null, true);
      },
    });
    this.aedes = aedes;
    this.watch(aedes);
    this.server = this.createListener(aedes);
    try {
      await listen(this.server, this.options);
    } catch (error) {
      await closeAedes(aedes);
      throw error;
    }
    this.bound = this.server.address() as AddressInfo;
    this.state = 'connected';
    this.connectedAt = Date.now() as UnixMillis;
    this.logger.info(
      { event: 'embedded_broker.listening', host: this.bound.address, port: this.bound.port },
      'The embedded broker is listening',
    );
  }

  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }

  address(): { readonly host: string; readonly port: number } | undefined {
    return this.bound === undefined ? undefined : { host: this.bound.address, port: this.bound.port };
  }

  get status(): BrokerStatus {
    const { host, port } = this.options;
    return {
      name: NAME,
      url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${this.bound?.port ?? port}`,
      state: this.state,
      connectedAt: this.connectedAt,
      lastMessageAt: this.delivery.lastMessageAt,
      reconnects: 0,
      sessionPresent: null,
      subscriptions: [],
      received: this.delivery.received,
      lastError: null,
    };
  }

  private readonly authenticate: NonNullable<AedesOptions['authenticate']> = (client, username, password, done) => {
    if (this.mayConnect(username, password)) {
      done(null, true);
      return;
    }
    this.throttled.log(
      'warn',
      'refused',
      { event: 'embedded_broker.refused', client: client.id, username },
      'A client gave a wrong user name or password to the embedded broker (EMBEDDED_BROKER_USERNAME, EMBEDDED_BROKER_PASSWORD)',
    );
    done(Object.assign(new Error('wrong user name or password'), { returnCode: BAD_CREDENTIALS }), false);
  };

  /** aedes calls this before it acknowledges, whatever the QoS; an error ends the connection of the publisher. */
  private readonly authorizePublish: NonNullable<AedesOptions['authorizePublish']> = (client, packet, answer) => {
    if (packet.topic.startsWith('$')) {
      answer(new Error('topics that begin with $ are reserved'));
      return;
    }
    if (this.stopping !== undefined) {
      answer(new Error('the broker is stopping'));
      return;
    }
    // A publisher's retain flag asks the broker to keep the message; the message itself is fresh.
    packet.retain = false;
    const handled = this.delivery.deliver(packet, false);
    if (packet.qos > 0 && client !== null && packet.messageId !== undefined) {
      this.acksOf(client).hold(answer, handled);
      return;
    }
    handled.catch(() => undefined); // QoS 0, or a will: no one waits for the acknowledgement
    answer();
  };

  private acksOf(client: Client): DeferredAcks<Answer> {
    let acks = this.perClient.get(client);
    if (acks === undefined) {
      acks = createDeferredAcks<Answer>({
        send: (answers) => {
          for (const answer of answers) answer();
        },
        // The client keeps the message and sends it again when it reconnects.
        onRejected: (answer, error) => answer(error instanceof Error ? error : new Error(String(error))),
      });
      this.perClient.set(client, acks);
    }
    return acks;
  }

  private createListener(aedes: Aedes): Server {
    const server = createServer((socket) => this.accept(socket, aedes));
    server.maxConnections = this.maxClients;
    server.on('drop', () => {
      this.throttled.log(
        'warn',
        'full',
        { event: 'embedded_broker.full', maxClients: this.maxClients },
        'The embedded broker has no room for another client',
      );
    });
    return server;
  }

  private accept(socket: Socket, aedes: Aedes): void {
    if (this.stopping !== undefined) {
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.setNoDelay(true);
    aedes.handle(limitPacketSize(socket, this.maxPacketBytes));
  }

  private watch(aedes: Aedes): void {
    aedes.on('client', (client) => {
      this.logger.debug(
        { event: 'embedded_broker.client', client: client.id },
        'A client connected to the embedded broker',
      );
    });
    const failed = (client: Client, error: Error) =>
      this.throttled.log(
        'info',
        'client_error',
        { event: 'embedded_broker.client_error', client: client.id, reason: error.message },
        'The embedded broker ended the connection of a client',
      );
    aedes.on('clientError', failed);
    aedes.on('connectionError', failed);
    aedes.on('clientDisconnect', (client) => this.perClient.get(client)?.close());
  }

  private async close(): Promise<void> {
    this.server?.close();
    if (await this.delivery.drain(DRAIN_MS)) {
      // One turn for the last PUBACKs to reach their sockets.
      await new Promise((resolve) => setImmediate(resolve));
    } else {
      this.logger.warn(
        { event: 'embedded_broker.stop_unacknowledged', messages: this.delivery.unfinished },
        'Unfinished messages are not acknowledged; their publishers have to send them again',
      );
    }
    if (this.aedes !== undefined) await closeAedes(this.aedes);
    for (const socket of this.sockets) socket.destroy();
    this.bound = undefined;
    this.connectedAt = null;
    this.state = 'stopped';
  }
}

async function closeAedes(broker: Aedes): Promise<void> {
  const closed = new Promise<void>((resolve) => broker.close(() => resolve()));
  await settlesWithin(CLOSE_MS, closed);
}

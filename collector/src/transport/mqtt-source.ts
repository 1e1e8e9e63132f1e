import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import { EXIT, FatalError } from '../errors.js';
import type { BrokerStatus, MessageHandler, UnixMillis } from '../model.js';
import { createThrottledLog } from '../throttled-log.js';
import { createBackOff } from '../timing/back-off.js';
import { settlesWithin } from '../timing/timeout.js';
import { explainEnd, type Explanation } from './connection-error.js';
import { BacklogWindow } from './backlog-window.js';
import { Delivery } from './delivery.js';
import { openConnection, type ConnectionEnd, type MqttConnection } from './mqtt-connection.js';
import { checkOptions, resolveOptions, type MqttSourceOptions, type ResolvedOptions } from './mqtt-options.js';
import { Redelivery } from './redelivery.js';
import type { MessageSource } from './source.js';
import { createTakeoverDetector } from './takeover-detector.js';

export type { MqttSourceOptions, MqttTlsOptions } from './mqtt-options.js';

/** A connection that lived this long was a good one: the next pause is short again. */
const STABLE_MS = 10_000;
/** A suspicion is given up when a connection lived this long: cuts come in series, with quiet minutes between them. */
const UNSUSPICIOUS_MS = 5 * MINUTE_MS;
const REPEAT_LOG_EVERY_MS = 10 * MINUTE_MS;
const TROUBLE = 'trouble';

/**
 * Messages of one MQTT broker, acknowledged after their handler resolved, with a session the broker keeps while we are
 * away. Reconnects for ever, at growing pauses; the last error is in `status`. It gives up only when a broker with MQTT 5 says
 * again and again that another client took over the session. Throws FatalError for a URL that is none.
 */
export function createMqttSource(options: MqttSourceOptions, logger: Logger): MessageSource {
  return new MqttSource(resolveOptions(options), logger.child({ broker: options.name }));
}

class MqttSource implements MessageSource {
  private readonly throttled;
  private readonly delivery;
  private readonly backOff;
  private readonly redelivery = new Redelivery();
  private readonly backlog = new BacklogWindow();
  private readonly takeover = createTakeoverDetector();
  private connection: MqttConnection | undefined;
  private state: BrokerStatus['state'] = 'connecting';
  private connectedAt: UnixMillis | null = null;
  private connections = 0;
  private sessionPresent: boolean | null = null;
  private subscriptions: readonly string[] = [];
  private subscribedFully = false;
  /** Filters of an earlier start that the kept session may still hold. */
  private stale: readonly string[];
  private lastError: string | null = null;
  /** A likely cause of connections that do not last, shown also while one of them works. */
  private suspicion: string | null = null;
  private stopping: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private stableTimer: NodeJS.Timeout | undefined;
  private unsuspiciousTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly log: Logger,
  ) {
    this.throttled = createThrottledLog(log, REPEAT_LOG_EVERY_MS);
    this.delivery = new Delivery(options.name);
    this.backOff = createBackOff(options.backOff.firstMs);
    this.stale = options.previousFilters.filter((filter) => !options.filters.includes(filter));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a mistake in the options is a rejection, as the interface says
  async start(handler: MessageHandler): Promise<void> {
    this.delivery.attach(handler);
    checkOptions(this.options);
    if (this.options.tls.insecure === true) {
      this.log.warn(
        { event: 'mqtt.tls_insecure', url: this.options.target.shown },
        'TLS certificates of this broker are not checked (MQTT_TLS_INSECURE): anyone in between can read and alter everything',
      );
    }
    this.open();
  }

  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }

  get status(): BrokerStatus {
    return {
      name: this.options.name,
      url: this.options.target.shown,
      state: this.state,
      connectedAt: this.connectedAt,
      lastMessageAt: this.delivery.lastMessageAt,
      reconnects: Math.max(0, this.connections - 1),
      sessionPresent: this.sessionPresent,
      subscriptions: this.subscriptions,
      received: this.delivery.received,
      lastError: this.lastError,
    };
  }

  private open(): void {
    const { options } = this;
    this.redelivery.connectionOpened();
    try {
      this.connection = openConnection(
        options,
        { stale: this.stale, skipWhenPresent: options.protocolVersion === 4 && this.subscribedFully },
        {
          onAccepted: (sessionPresent) => this.handleAccepted(sessionPresent),
          onSubscribed: (granted, refused) => this.handleSubscribed(granted, refused),
          onMessage: (packet) => this.delivery.deliver(packet, packet.retain, this.backlog.message(performance.now())),
          onRejected: (error) => this.handleRejected(error),
          onPresenceRefused: (error) => this.handlePresenceRefused(error),
          onClosed: (end) => this.handleClosed(end),
        },
      );
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.handleClosed({
        error: reason,
        reasonCode: null,
        accepted: false,
        subscribed: false,
        livedMs: 0,
        byUs: false,
      });
    }
  }

  private handleAccepted(sessionPresent: boolean): void {
    if (!sessionPresent && this.subscribedFully) {
      this.subscribedFully = false;
      this.log.warn(
        { event: 'mqtt.session_lost' },
        'The broker did not keep our session: what was published while we were away is lost. Check its persistence',
      );
    }
    this.backlog.connected(sessionPresent, performance.now());
    this.connections += 1;
    this.sessionPresent = sessionPresent;
    this.connectedAt = Date.now() as UnixMillis;
    this.state = 'connected';
    this.stableTimer = setTimeout(() => this.backOff.reset(), STABLE_MS);
    this.unsuspiciousTimer = setTimeout(() => this.clearSuspicion(), UNSUSPICIOUS_MS);
    this.log.info(
      { event: 'mqtt.connected', url: this.options.target.shown, sessionPresent },
      'Connected to the broker',
    );
  }

  private handleSubscribed(granted: readonly string[], refused: readonly string[]): void {
    this.subscriptions = granted;
    this.subscribedFully = refused.length === 0;
    this.stale = [];
    this.lastError = this.suspicion;
    if (this.suspicion === null) this.throttled.reset(TROUBLE);
    if (refused.length === 0) return;
    const list = refused.map((filter) => JSON.stringify(filter)).join(', ');
    this.lastError = `The broker refused the subscription to ${list}: subscribe to less, or get permission from its administrator`;
    this.log.error({ event: 'mqtt.subscription_refused', refused }, this.lastError);
    // Nothing left to listen to: ask again later, permissions may change.
    if (granted.length === 0) {
      this.state = 'refused';
      this.connection?.drop();
    }
  }

  private handleRejected(error: unknown): void {
    if (this.stopping !== undefined) return;
    const pauseMs = this.redelivery.messageRejected(() => this.connection?.drop());
    if (pauseMs === undefined) return;
    this.log.error(
      { event: 'mqtt.message_rejected', err: error, reconnectInMs: Math.round(pauseMs) },
      'A message could not be handled and stays with the broker: reconnecting to have it redelivered',
    );
  }

  private handlePresenceRefused(error: Error): void {
    this.log.info(
      { event: 'mqtt.presence_refused', topic: this.options.presenceTopic, reason: error.message },
      'The broker does not let us publish our presence',
    );
  }

  private handleClosed(end: ConnectionEnd): void {
    this.clearConnectionTimers();
    this.redelivery.connectionClosed(end.accepted);
    this.connection = undefined;
    this.connectedAt = null;
    this.subscriptions = [];
    if (this.stopping !== undefined) return;
    const takeover = this.takeover.judge(end);
    if (takeover === 'proven') {
      this.giveUp();
      return;
    }
    if (takeover === 'suspected') this.suspicion = this.describeSuspicion();
    const refusedByTopic = this.state === 'refused' && end.byUs;
    if (!end.byUs) this.report(this.explain(end));
    else if (!refusedByTopic) this.state = 'reconnecting';
    const { refusedMs, lastMs } = this.options.backOff;
    this.retryTimer = setTimeout(() => this.open(), this.backOff.next(this.state === 'refused' ? refusedMs : lastMs));
  }

  /** A cut without a word is explained by what is suspected; anything else says more than a suspicion. */
  private explain(end: ConnectionEnd): Explanation {
    const wordless = end.accepted && end.error === null && end.reasonCode === null;
    if (wordless && this.suspicion !== null) return { kind: 'lost', sentence: this.suspicion };
    return explainEnd(end, this.options);
  }

  private describeSuspicion(): string {
    return (
      `${this.options.target.shown} closes every connection after a few seconds, without a reason. Does another client use the ` +
      `client id ${JSON.stringify(this.options.clientId)} (then set MQTT_CLIENT_ID), or does a proxy or firewall in between cut ` +
      'connections? Trying again'
    );
  }

  private clearSuspicion(): void {
    if (this.lastError === this.suspicion) this.lastError = null;
    this.suspicion = null;
  }

  private clearConnectionTimers(): void {
    clearTimeout(this.stableTimer);
    clearTimeout(this.unsuspiciousTimer);
  }

  /** Logged when it is news, then every ten minutes. */
  private report({ kind, sentence }: Explanation): void {
    this.state = kind === 'refused' ? 'refused' : 'reconnecting';
    if (sentence !== this.lastError) this.throttled.reset(TROUBLE);
    this.lastError = sentence;
    const event = kind === 'refused' ? 'mqtt.refused' : 'mqtt.disconnected';
    this.throttled.log('warn', TROUBLE, { event, url: this.options.target.shown }, sentence);
  }

  private giveUp(): void {
    const message =
      `Another client uses the MQTT client id ${JSON.stringify(this.options.clientId)} at broker ` +
      `${JSON.stringify(this.options.name)}: they keep disconnecting each other. Stop the other one, or give this collector a ` +
      'client id of its own (MQTT_CLIENT_ID)';
    this.state = 'stopped';
    this.lastError = message;
    this.stopping = Promise.resolve();
    this.options.onFatal(new FatalError('mqtt_client_id_taken', message, EXIT.unavailable));
  }

  private async close(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.redelivery.cancel();
    this.connection?.pause();
    const { drainMs } = this.options;
    if (await this.delivery.drain(drainMs)) {
      // Acknowledgements leave a moment after the last handler; without them the broker would deliver again.
      await settlesWithin(drainMs, this.connection?.settled() ?? Promise.resolve());
    } else {
      this.log.warn(
        { event: 'mqtt.stop_undelivered', messages: this.delivery.unfinished },
        'Unfinished messages stay with the broker',
      );
    }
    await this.connection?.end();
    this.clearConnectionTimers();
    this.state = 'stopped';
  }
}

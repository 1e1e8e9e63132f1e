import type { IPublishPacket } from 'mqtt';
import type { Logger } from 'pino';
import { EXIT, FatalError } from '../errors.js';
import type { BrokerStatus, MessageHandler, RawMessage, UnixMillis } from '../model.js';
import { createBackOff } from '../timing/back-off.js';
import { explainEnd, type Explanation } from './connection-error.js';
import { openConnection, type ConnectionEnd, type MqttConnection } from './mqtt-connection.js';
import { checkOptions, resolveOptions, type MqttSourceOptions } from './mqtt-options.js';
import type { MessageSource } from './source.js';
import { createTakeoverDetector } from './takeover-detector.js';
import { settlesWithin } from '../timing/timeout.js';

export type { MqttSourceOptions, MqttTlsOptions } from './mqtt-options.js';

/** A connection that lived this long was a good one: the next pause is short again. */
const STABLE_MS = 10_000;
const REPEAT_LOG_EVERY_MS = 600_000;
const FIRST_REDELIVERY_MS = 5_000;
const LAST_REDELIVERY_MS = 60_000;

/**
 * Messages of one MQTT broker, acknowledged after their handler resolved, with a session the broker keeps while we are
 * away. Connects for ever; what is wrong meanwhile is in `status`. Throws FatalError for a URL that is none.
 */
export function createMqttSource(given: MqttSourceOptions, logger: Logger): MessageSource {
  const options = resolveOptions(given);
  const { name, target } = options;
  const log = logger.child({ broker: name });
  const backOff = createBackOff(options.backOff.firstMs);
  const redelivery = createBackOff(FIRST_REDELIVERY_MS);
  const takeover = createTakeoverDetector();
  const underWay = new Set<Promise<void>>();
  const counters = { connections: 0, received: 0 };
  let handler: MessageHandler | undefined;
  let connection: MqttConnection | undefined;
  let state: BrokerStatus['state'] = 'connecting';
  let connectedAt: UnixMillis | null = null;
  let lastMessageAt: UnixMillis | null = null;
  let sessionPresent: boolean | null = null;
  let subscriptions: readonly string[] = [];
  let lastError: string | null = null;
  let subscribedFully = false;
  let stale = options.previousFilters.filter((filter) => !options.filters.includes(filter));
  let rejected = 0;
  let stopping: Promise<void> | undefined;
  let loggedAt = -Infinity;
  const timers: { retry?: NodeJS.Timeout; stable?: NodeJS.Timeout; redelivery?: NodeJS.Timeout } = {};

  function open(): void {
    rejected = 0;
    try {
      connection = openConnection(
        options,
        { stale, skipWhenPresent: options.protocolVersion === 4 && subscribedFully },
        { onAccepted, onSubscribed, onMessage, onRejected, onPresenceRefused, onClosed },
      );
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      onClosed({ error: reason, reasonCode: null, accepted: false, subscribed: false, livedMs: 0, byUs: false });
    }
  }

  function onAccepted(present: boolean): void {
    if (!present && subscribedFully) {
      subscribedFully = false;
      log.warn(
        { event: 'mqtt.session_lost' },
        'The broker did not keep our session: what was published while we were away is lost. Check its persistence',
      );
    }
    counters.connections += 1;
    sessionPresent = present;
    connectedAt = Date.now() as UnixMillis;
    state = 'connected';
    timers.stable = setTimeout(() => {
      backOff.reset();
    }, STABLE_MS);
    log.info({ event: 'mqtt.connected', url: target.shown, sessionPresent: present }, 'Connected to the broker');
  }

  function onSubscribed(granted: readonly string[], refused: readonly string[]): void {
    subscriptions = granted;
    subscribedFully = refused.length === 0;
    stale = [];
    lastError = null;
    loggedAt = -Infinity;
    if (refused.length === 0) return;
    const list = refused.map((filter) => JSON.stringify(filter)).join(', ');
    lastError = `The broker refused the subscription to ${list}: ask for less, or for permission`;
    log.error({ event: 'mqtt.subscription_refused', refused }, lastError);
    // Nothing left to listen to: ask again later, permissions may change.
    if (granted.length === 0) {
      state = 'refused';
      connection?.drop();
    }
  }

  function onMessage(packet: IPublishPacket): Promise<void> {
    const receivedAt = Date.now() as UnixMillis;
    lastMessageAt = receivedAt;
    counters.received += 1;
    const { payload } = packet;
    const message: RawMessage = {
      broker: name,
      topic: packet.topic,
      payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
      qos: packet.qos,
      retained: packet.retain,
      redelivered: packet.dup,
      receivedAt,
    };
    const handled = (async () => handler?.(message))();
    underWay.add(handled);
    const forget = () => underWay.delete(handled);
    handled.then(forget, forget);
    return handled;
  }

  /** MQTT redelivers only after a reconnect; rejected messages would hold their slots, and in the end the delivery. */
  function onRejected(error: unknown): void {
    rejected += 1;
    if (rejected > 1 || stopping !== undefined) return;
    const pauseMs = redelivery.next(LAST_REDELIVERY_MS);
    log.error(
      { event: 'mqtt.message_rejected', err: error, reconnectInMs: Math.round(pauseMs) },
      'A message could not be handled and stays with the broker: reconnecting to have it redelivered',
    );
    timers.redelivery = setTimeout(() => connection?.drop(), pauseMs);
  }

  function onPresenceRefused(error: Error): void {
    log.info(
      { event: 'mqtt.presence_refused', topic: options.presenceTopic, reason: error.message },
      'The broker does not let us publish our presence',
    );
  }

  function onClosed(end: ConnectionEnd): void {
    clearTimeout(timers.stable);
    clearTimeout(timers.redelivery);
    connection = undefined;
    connectedAt = null;
    subscriptions = [];
    if (stopping !== undefined) return;
    if (end.accepted && rejected === 0) redelivery.reset();
    const suspicion = takeover.judge(end);
    if (suspicion === 'certain') {
      giveUp();
      return;
    }
    // Growing pauses on both sides would hide the quarrel; asking at once settles it within a few seconds.
    if (suspicion === 'suspected') backOff.reset();
    const refusedByTopic = state === 'refused' && end.byUs;
    if (!end.byUs) report(explainEnd(end, options));
    else if (!refusedByTopic) state = 'reconnecting';
    const lastMs = state === 'refused' ? options.backOff.refusedMs : options.backOff.lastMs;
    timers.retry = setTimeout(open, backOff.next(lastMs));
  }

  /** Logged when it is news, then every ten minutes. */
  function report({ kind, sentence }: Explanation): void {
    state = kind === 'refused' ? 'refused' : 'reconnecting';
    const now = performance.now();
    if (sentence !== lastError || now - loggedAt > REPEAT_LOG_EVERY_MS) {
      loggedAt = now;
      log.warn({ event: kind === 'refused' ? 'mqtt.refused' : 'mqtt.disconnected', url: target.shown }, sentence);
    }
    lastError = sentence;
  }

  function giveUp(): void {
    const message =
      `Another client uses the MQTT client id ${JSON.stringify(options.clientId)} at broker ${JSON.stringify(name)}: ` +
      'the two throw each other out. Stop the other one, or give this collector a client id of its own (MQTT_CLIENT_ID)';
    state = 'stopped';
    lastError = message;
    stopping = Promise.resolve();
    options.onFatal(new FatalError('mqtt_client_id_taken', message, EXIT.unavailable));
  }

  async function stop(): Promise<void> {
    clearTimeout(timers.retry);
    clearTimeout(timers.redelivery);
    connection?.pause();
    const drained = await settlesWithin(options.drainMs, Promise.allSettled([...underWay]));
    // Acknowledgements leave a moment after the last handler; without them the broker would deliver again.
    if (drained) await settlesWithin(options.drainMs, connection?.settled() ?? Promise.resolve());
    else
      log.warn({ event: 'mqtt.stop_undelivered', messages: underWay.size }, 'Unfinished messages stay with the broker');
    await connection?.end();
    clearTimeout(timers.stable);
    state = 'stopped';
  }

  return {
    start(newHandler) {
      if (handler !== undefined) return Promise.reject(new Error(`Source ${name} was started already`));
      handler = newHandler;
      try {
        checkOptions(options);
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      if (options.tls.insecure === true) {
        log.warn(
          { event: 'mqtt.tls_insecure', url: target.shown },
          'TLS certificates of this broker are not checked (MQTT_TLS_INSECURE): anybody in between can read and alter everything',
        );
      }
      open();
      return Promise.resolve();
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    get status(): BrokerStatus {
      return {
        name,
        url: target.shown,
        state,
        connectedAt,
        lastMessageAt,
        reconnects: Math.max(0, counters.connections - 1),
        sessionPresent,
        subscriptions,
        received: counters.received,
        lastError,
      };
    },
  };
}

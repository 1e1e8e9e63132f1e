import { connect, type IPublishPacket } from 'mqtt';
import { settlesWithin } from '../timing/timeout.js';
import { createDeferredAcks } from './deferred-ack.js';
import { clientOptions, type ResolvedOptions } from './mqtt-options.js';

/** How a connection ended; exactly one per connection. */
export interface ConnectionEnd {
  /** The last thing that went wrong; null when the other side just closed. */
  readonly error: Error | null;
  /** MQTT reason code: of a refused CONNACK, or of the broker's DISCONNECT (MQTT 5). */
  readonly reasonCode: number | null;
  /** The broker had accepted us (CONNACK). */
  readonly accepted: boolean;
  /** At least one subscription had been granted. */
  readonly subscribed: boolean;
  /** Since CONNACK. */
  readonly livedMs: number;
  /** We closed it ourselves. */
  readonly byUs: boolean;
}

export interface ConnectionEvents {
  onAccepted(sessionPresent: boolean): void;
  /** Answer to SUBSCRIBE, per filter. */
  onSubscribed(granted: readonly string[], refused: readonly string[]): void;
  /** Resolves when the message may be acknowledged. */
  onMessage(packet: IPublishPacket): Promise<void>;
  /** A message was rejected and keeps its slot until this connection ends. */
  onRejected(error: unknown): void;
  onPresenceRefused(error: Error): void;
  onClosed(end: ConnectionEnd): void;
}

export interface SubscriptionPlan {
  readonly stale: readonly string[];
  /** MQTT 3.1.1 sends all retained messages again at every SUBSCRIBE: skipped while the broker has our session. */
  readonly skipWhenPresent: boolean;
}

export interface MqttConnection {
  /** No message is handed over from now on; what arrives is left to the broker. */
  pause(): void;
  /** Resolves when all handlers ended and what may be acknowledged is. */
  settled(): Promise<void>;
  /** Disconnects cleanly (presence, DISCONNECT), by force when that takes more than two seconds. */
  end(): Promise<void>;
  /** Cuts the connection without DISCONNECT, so that the broker redelivers what is not acknowledged. */
  drop(): void;
}

const END_DEADLINE_MS = 2_000;
/** Makes MQTT.js continue without PUBACK: it ignores this error. */
const NOT_YET = new Error('acknowledged after the commit');

/** A QoS 0 message cannot be sent again. The handler has counted and logged what it could not take. */
const ignoreLost = () => undefined;

/** PUBACK with reason "success" is the same four bytes in MQTT 3.1.1 and 5. */
function pubacks(packetIds: readonly number[]): Buffer {
  const bytes = Buffer.alloc(packetIds.length * 4);
  for (const [index, id] of packetIds.entries()) {
    bytes.writeUInt16BE(0x4002, index * 4);
    bytes.writeUInt16BE(id, index * 4 + 2);
  }
  return bytes;
}

/** One connection to the broker, from TCP connect to close. Throws what MQTT.js throws on impossible options. */
export function openConnection(
  options: ResolvedOptions,
  plan: SubscriptionPlan,
  events: ConnectionEvents,
): MqttConnection {
  const client = connect(clientOptions(options));
  let closed = false;
  let paused = false;
  let byUs = false;
  let subscribed = false;
  let acceptedAt: number | null = null;
  let error: Error | null = null;
  let reasonCode: number | null = null;
  let handedOver = 0;
  const acks = createDeferredAcks<number>({
    send: (packetIds) => {
      if (client.stream.writable) client.stream.write(pubacks(packetIds));
    },
    onRejected: (_packetId, reason) => {
      events.onRejected(reason);
    },
  });

  /** Lets MQTT.js continue, at once unless the window is full or the event loop needs its turn. */
  function next(go: () => void): void {
    if (acks.unacknowledged > options.receiveMaximum) {
      void acks.below(options.receiveMaximum).then(go);
      return;
    }
    handedOver += 1;
    if (handedOver === 1) setImmediate(() => (handedOver = 0));
    if (handedOver > options.groupLimit) setImmediate(go);
    else go();
  }

  // Attached before a byte can arrive: a kept session may deliver its backlog right behind the CONNACK.
  client.handleMessage = (packet, callback) => {
    if (packet.qos === 0) {
      if (!paused) {
        events.onMessage(packet).catch(ignoreLost);
      }
      next(callback);
      return;
    }
    // Parsed but not handed over when the connection ended, or we are stopping: the broker still has it.
    if (closed || paused || packet.messageId === undefined) {
      callback(NOT_YET);
      return;
    }
    acks.hold(packet.messageId, events.onMessage(packet));
    next(() => {
      callback(NOT_YET);
    });
  };

  function fail(reason: Error): void {
    error = reason;
    if ('code' in reason && typeof reason.code === 'number') reasonCode = reason.code;
  }
  client.on('error', fail);
  // MQTT.js passes on stream errors only when they have a code; "Unexpected server response: 404" has none.
  client.stream.on('error', fail);
  client.on('disconnect', (packet) => {
    reasonCode = packet.reasonCode ?? null;
  });
  client.on('connect', (connack) => {
    acceptedAt = performance.now();
    events.onAccepted(connack.sessionPresent);
    void subscribe(connack.sessionPresent);
    announce();
  });
  client.on('close', () => {
    if (closed) return;
    closed = true;
    acks.close();
    const livedMs = acceptedAt === null ? 0 : performance.now() - acceptedAt;
    events.onClosed({ error, reasonCode, accepted: acceptedAt !== null, subscribed, livedMs, byUs });
  });

  async function subscribe(sessionPresent: boolean): Promise<void> {
    if (sessionPresent && plan.stale.length > 0) {
      await client.unsubscribeAsync([...plan.stale]).catch(() => undefined);
    }
    if (sessionPresent && plan.skipWhenPresent) {
      subscribed = true;
      events.onSubscribed(options.filters, []);
      return;
    }
    // rh 1: retained messages come with a new subscription, not again with each reconnect.
    const how = options.protocolVersion === 5 ? { qos: options.qos, rh: 1 } : { qos: options.qos };
    // One packet per filter, so that a refusal names its filter.
    const answers = await Promise.allSettled(options.filters.map((filter) => client.subscribeAsync(filter, how)));
    if (closed) return;
    const granted = options.filters.filter((_, index) => answers[index]?.status === 'fulfilled');
    subscribed = granted.length > 0;
    events.onSubscribed(
      granted,
      options.filters.filter((filter) => !granted.includes(filter)),
    );
  }

  function announce(): void {
    if (options.presenceTopic === undefined) return;
    client.publish(options.presenceTopic, 'online', { qos: 1, retain: true }, (refused) => {
      if (refused && !closed) events.onPresenceRefused(refused);
    });
  }

  async function end(): Promise<void> {
    byUs = true;
    if (closed) return;
    if (!client.connected) {
      client.end(true);
      return;
    }
    if (options.presenceTopic !== undefined) {
      client.publish(options.presenceTopic, 'offline', { qos: 1, retain: true }, () => undefined);
    }
    await settlesWithin(
      END_DEADLINE_MS,
      client.endAsync(false).catch(() => undefined),
    );
    // `end(true)` does nothing while `end(false)` waits for a broker that does not answer.
    client.stream.destroy();
  }

  return {
    pause() {
      paused = true;
    },
    settled: () => acks.settled(),
    end,
    drop() {
      byUs = true;
      client.stream.destroy();
    },
  };
}

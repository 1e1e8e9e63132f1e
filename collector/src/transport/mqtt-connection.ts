import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
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
  return new BrokerConnection(connect(clientOptions(options)), options, plan, events);
}

class BrokerConnection implements MqttConnection {
  private readonly acks;
  private closed = false;
  private paused = false;
  private byUs = false;
  private subscribed = false;
  private acceptedAt: number | null = null;
  private error: Error | null = null;
  private reasonCode: number | null = null;
  private handedOver = 0;

  constructor(
    private readonly client: MqttClient,
    private readonly options: ResolvedOptions,
    private readonly plan: SubscriptionPlan,
    private readonly events: ConnectionEvents,
  ) {
    this.acks = createDeferredAcks<number>({
      send: (packetIds) => {
        if (client.stream.writable) client.stream.write(pubacks(packetIds));
      },
      onRejected: (_packetId, reason) => events.onRejected(reason),
    });
    // Attached before a byte can arrive: a kept session may deliver its backlog right behind the CONNACK.
    client.handleMessage = (packet, callback) => this.receive(packet, callback);
    client.on('error', (error) => this.fail(error));
    // MQTT.js passes on stream errors only when they have a code; "Unexpected server response: 404" has none.
    client.stream.on('error', (error: Error) => this.fail(error));
    client.on('disconnect', (packet) => {
      this.reasonCode = packet.reasonCode ?? null;
    });
    client.on('connect', ({ sessionPresent }) => this.accept(sessionPresent));
    client.on('close', () => this.close());
  }

  pause(): void {
    this.paused = true;
  }

  settled(): Promise<void> {
    return this.acks.settled();
  }

  async end(): Promise<void> {
    const { client } = this;
    this.byUs = true;
    if (this.closed) return;
    if (!client.connected) {
      client.end(true);
      return;
    }
    if (this.options.presenceTopic !== undefined) {
      client.publish(this.options.presenceTopic, 'offline', { qos: 1, retain: true }, () => undefined);
    }
    await settlesWithin(
      END_DEADLINE_MS,
      client.endAsync(false).catch(() => undefined),
    );
    // `end(true)` does nothing while `end(false)` waits for a broker that does not answer.
    client.stream.destroy();
  }

  drop(): void {
    this.byUs = true;
    this.client.stream.destroy();
  }

  private receive(packet: IPublishPacket, callback: (error?: Error) => void): void {
    if (packet.qos === 0) {
      if (!this.paused) this.events.onMessage(packet).catch(ignoreLost);
      this.next(callback);
      return;
    }
    // Parsed but not handed over when the connection ended, or we are stopping: the broker still has it.
    if (this.closed || this.paused || packet.messageId === undefined) {
      callback(NOT_YET);
      return;
    }
    this.acks.hold(packet.messageId, this.events.onMessage(packet));
    this.next(() => callback(NOT_YET));
  }

  /** Lets MQTT.js continue, at once unless the window is full or the event loop needs its turn. */
  private next(go: () => void): void {
    const { receiveMaximum, groupLimit } = this.options;
    if (this.acks.unacknowledged > receiveMaximum) {
      void this.acks.below(receiveMaximum).then(go);
      return;
    }
    this.handedOver += 1;
    if (this.handedOver === 1) setImmediate(() => (this.handedOver = 0));
    if (this.handedOver > groupLimit) setImmediate(go);
    else go();
  }

  private fail(reason: Error): void {
    this.error = reason;
    if ('code' in reason && typeof reason.code === 'number') this.reasonCode = reason.code;
  }

  private accept(sessionPresent: boolean): void {
    this.acceptedAt = performance.now();
    this.events.onAccepted(sessionPresent);
    void this.subscribe(sessionPresent);
    this.announce();
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.acks.close();
    const { acceptedAt, error, reasonCode, subscribed, byUs } = this;
    const livedMs = acceptedAt === null ? 0 : performance.now() - acceptedAt;
    this.events.onClosed({ error, reasonCode, accepted: acceptedAt !== null, subscribed, livedMs, byUs });
  }

  private async subscribe(sessionPresent: boolean): Promise<void> {
    const { client, options, plan } = this;
    if (sessionPresent && plan.stale.length > 0) {
      await client.unsubscribeAsync([...plan.stale]).catch(() => undefined);
    }
    if (sessionPresent && plan.skipWhenPresent) {
      this.subscribed = true;
      this.events.onSubscribed(options.filters, []);
      return;
    }
    // rh 1: retained messages come with a new subscription, not again with each reconnect.
    const how = options.protocolVersion === 5 ? { qos: options.qos, rh: 1 } : { qos: options.qos };
    // One packet per filter, so that a refusal names its filter.
    const answers = await Promise.allSettled(options.filters.map((filter) => client.subscribeAsync(filter, how)));
    if (this.closed) return;
    const granted = options.filters.filter((_, index) => answers[index]?.status === 'fulfilled');
    this.subscribed = granted.length > 0;
    this.events.onSubscribed(
      granted,
      options.filters.filter((filter) => !granted.includes(filter)),
    );
  }

  private announce(): void {
    if (this.options.presenceTopic === undefined) return;
    this.client.publish(this.options.presenceTopic, 'online', { qos: 1, retain: true }, (refused) => {
      if (refused && !this.closed) this.events.onPresenceRefused(refused);
    });
  }
}

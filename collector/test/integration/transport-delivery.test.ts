import { afterEach, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { MessageHandler, RawMessage } from '../../src/model.js';
import type { MessageSource } from '../../src/transport/source.js';
import { createMqttSource, type MqttSourceOptions } from '../../src/transport/mqtt-source.js';
import {
  shippedConfig,
  SHIPPED_USERS,
  startBroker,
  type Broker,
  type BrokerOptions,
} from '@mesh-observatory/test-kit/broker';
import { inbox, publisher, publishMany, sourceOptions, topicOf } from '../helpers/mqtt-parts.js';
import { recordingLogger } from '../helpers/recording-logger.js';
import { startTcpProxy } from '../helpers/tcp-proxy.js';
import { until } from '@mesh-observatory/test-kit/until';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function broker(options: BrokerOptions = {}): Promise<Broker> {
  const started = await startBroker(options);
  cleanups.push(() => started.dispose());
  return started;
}

async function publishing(url: string, credentials?: { username: string; password: string }): Promise<MqttClient> {
  const client = await publisher(url, { ...credentials });
  cleanups.push(() => client.endAsync(true));
  return client;
}

const log = recordingLogger();

async function connected(
  handler: MessageHandler,
  options: Parameters<typeof sourceOptions>[0],
): Promise<MessageSource> {
  const source = createMqttSource(sourceOptions(options), log.logger);
  cleanups.push(() => source.stop());
  await source.start(handler);
  await until(() => source.status.state === 'connected' && source.status.subscriptions.length > 0, {
    what: () => JSON.stringify(source.status),
  });
  return source;
}

/** Makes the broker keep a session for us, and goes. */
async function leaveSession(options: Parameters<typeof sourceOptions>[0]): Promise<void> {
  const source = await connected(() => Promise.resolve(), options);
  await source.stop();
}

const gateway = { username: 'gateway', password: SHIPPED_USERS.gateway };
const collector = { username: 'collector', password: SHIPPED_USERS.collector };
const versions: MqttSourceOptions['protocolVersion'][] = [5, 4];

describe('messages published while the collector is away', () => {
  it('all wait at the broker we ship, at QoS 1 and at QoS 0', async () => {
    const mosquitto = await broker({ config: shippedConfig });
    await leaveSession({ url: mosquitto.url, ...collector });
    const client = await publishing(mosquitto.url, gateway);
    await publishMany(client, 2_000, 1, 'one-');
    await publishMany(client, 2_000, 0, 'zero-');
    const received = inbox();
    await connected(received.handler, { url: mosquitto.url, ...collector });
    await until(() => received.distinct().size === 4_000, { what: () => `${received.distinct().size} of 4000` });
    expect(received.messages).toHaveLength(4_000);
    expect(received.messages.every(({ qos }) => qos === 1)).toBe(true);
    // R7: the backlog stood behind the CONNACK; the very first message is there, in order.
    expect(received.texts().slice(0, 2)).toEqual(['one-0', 'one-1']);
  });

  it('wait at a stock broker only when they were published at QoS 1, and only the first thousand', async () => {
    const mosquitto = await broker();
    await leaveSession({ url: mosquitto.url });
    const client = await publishing(mosquitto.url);
    await publishMany(client, 2_000, 0, 'zero-');
    await publishMany(client, 2_000, 1, 'one-');
    const received = inbox();
    await connected(received.handler, { url: mosquitto.url });
    await publishMany(client, 1, 1, 'last-');
    await until(() => received.distinct().has('last-0'));
    const texts = received.texts().filter((text) => text !== 'last-0');
    expect(texts.filter((text) => text.startsWith('zero-'))).toHaveLength(0);
    expect(texts.length).toBeGreaterThanOrEqual(1_000);
    expect(texts.length).toBeLessThan(1_100);
  });

  it.each(versions)('wait with protocol version %i', async (protocolVersion) => {
    const mosquitto = await broker();
    await leaveSession({ url: mosquitto.url, protocolVersion });
    await publishMany(await publishing(mosquitto.url), 50, 1, 'm');
    const received = inbox();
    const source = await connected(received.handler, { url: mosquitto.url, protocolVersion });
    await until(() => received.messages.length === 50);
    expect(source.status).toMatchObject({ sessionPresent: true, received: 50, lastError: null });
  });
});

describe('the backlog of a kept session', () => {
  it.each(versions)('is marked, and nothing that comes without one is (MQTT version %s)', async (protocolVersion) => {
    const mosquitto = await broker();
    const options = { url: mosquitto.url, protocolVersion };
    const client = await publishing(mosquitto.url);
    const first = inbox();
    const source = await connected(first.handler, options);
    await publishMany(client, 3, 1, 'live-');
    await until(() => first.distinct().size === 3);
    expect(first.messages.some(({ backlog }) => backlog === true)).toBe(false);
    await source.stop();
    await publishMany(client, 20, 1, 'kept-');
    const second = inbox();
    await connected(second.handler, options);
    await until(() => second.distinct().size === 20);
    expect(second.messages.every(({ backlog }) => backlog === true)).toBe(true);
  });
});

describe('a restart of the broker', () => {
  it.each([
    ['graceful', (mosquitto: Broker) => mosquitto.stop()],
    ['SIGKILL, later than the autosave', (mosquitto: Broker) => mosquitto.kill()],
  ] as const)('%s keeps what was queued', async (how, end) => {
    const quickSave = (place: Parameters<typeof shippedConfig>[0]) =>
      shippedConfig(place).map((line) => (line.startsWith('autosave_interval') ? 'autosave_interval 1' : line));
    const mosquitto = await broker({ config: quickSave });
    await leaveSession({ url: mosquitto.url, ...collector });
    await publishMany(await publishing(mosquitto.url, gateway), 1_000, 1, 'm');
    const saves = () => mosquitto.logs().split('Saving in-memory database').length;
    const before = saves();
    // Two saves: the first may have begun before the last message.
    if (how !== 'graceful') await until(() => saves() >= before + 2);
    await end(mosquitto);
    await mosquitto.start();
    const received = inbox();
    await connected(received.handler, { url: mosquitto.url, ...collector });
    await until(() => received.distinct().size === 1_000);
  });

  it('is survived by a connected collector, which says once when the session was lost', async () => {
    const mosquitto = await broker(); // without persistence
    const received = inbox();
    const source = await connected(received.handler, { url: mosquitto.url });
    const lostBefore = log.events('mqtt.session_lost').length;
    await mosquitto.kill();
    await until(() => source.status.state === 'reconnecting');
    expect(source.status.lastError).toEqual(expect.any(String));
    await mosquitto.start();
    await until(() => source.status.state === 'connected' && source.status.subscriptions.length === 1);
    await publishMany(await publishing(mosquitto.url), 3, 1, 'after-');
    await until(() => received.messages.length === 3);
    expect(source.status).toMatchObject({ reconnects: 1, sessionPresent: false, lastError: null });
    expect(log.events('mqtt.session_lost')).toHaveLength(lostBefore + 1);
  });
});

describe('acknowledgement', () => {
  const HELD = 10;

  /** A store that takes its time, or keeps ten messages to itself: what is not written at a crash is gone. */
  function slowStore(acknowledge: 'after the write' | 'at once') {
    const stored = new Set<string>();
    const held: string[] = [];
    let life = 0;
    return {
      stored,
      crash() {
        life += 1;
        held.length = 0;
      },
      handler: (message: RawMessage): Promise<void> => {
        const born = life;
        const text = Buffer.from(message.payload).toString();
        if (acknowledge === 'at once') {
          held.push(text);
          if (held.length > HELD) stored.add(held.shift()!);
          return Promise.resolve();
        }
        return new Promise<void>((resolve) => {
          setImmediate(() => {
            if (born !== life) return;
            stored.add(text);
            resolve();
          });
        });
      },
    };
  }

  async function storedAfterCrashes(acknowledge: 'after the write' | 'at once'): Promise<number> {
    const mosquitto = await broker({ config: shippedConfig });
    const proxy = await startTcpProxy(mosquitto.port);
    cleanups.push(() => proxy.close());
    const url = `mqtt://127.0.0.1:${proxy.port}`;
    const store = slowStore(acknowledge);
    const source = await connected(store.handler, { url, ...collector, drainMs: 100 });
    const client = await publishing(mosquitto.url, gateway);
    for (let round = 0; round < 6; round += 1) {
      const before = source.status.received;
      const reconnects = source.status.reconnects;
      await publishMany(client, 100, 1, `r${round}-`);
      await until(() => source.status.received > before);
      store.crash();
      proxy.cut();
      await until(() => source.status.reconnects > reconnects && source.status.state === 'connected');
    }
    await publishMany(client, HELD + 1, 1, 'end-');
    await until(() => store.stored.has('end-0'));
    return [...store.stored].filter((text) => !text.startsWith('end-')).length;
  }

  it('comes after the handler: nothing is lost however often the collector dies', async () => {
    expect(await storedAfterCrashes('after the write')).toBe(600);
  });

  it('is what this test measures: acknowledging first loses messages', async () => {
    expect(await storedAfterCrashes('at once')).toBeLessThan(600);
  });

  it.each(versions)(
    'can wait longer than the keepalive without losing anything (version %i)',
    async (protocolVersion) => {
      const mosquitto = await broker({ config: (place) => [...shippedConfig(place), 'log_type all'] });
      const received = inbox();
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      // A window of 5, so that in 3.1.1 the back-pressure reaches the socket and even PINGRESP waits.
      const source = await connected(
        async (message) => {
          await held;
          await received.handler(message);
        },
        {
          url: mosquitto.url,
          ...collector,
          protocolVersion,
          keepaliveSeconds: protocolVersion === 4 ? 1 : 5,
          receiveMaximum: 5,
        },
      );
      await publishMany(await publishing(mosquitto.url, gateway), 40, 1, 'm');
      await until(() => source.status.received >= 5);
      if (protocolVersion === 4) await until(() => source.status.reconnects > 0);
      else await until(() => mosquitto.logs().includes('Sending PINGRESP to collector-under-test'));
      // The broker respects the window of MQTT 5, so the connection stays healthy all the time.
      if (protocolVersion === 5)
        expect(source.status).toMatchObject({ state: 'connected', reconnects: 0, received: 5 });
      expect(received.messages).toHaveLength(0);
      release();
      await until(() => received.distinct().size === 40, { what: () => `${received.distinct().size} of 40` });
      if (protocolVersion === 4) expect(received.messages.some(({ redelivered }) => redelivered)).toBe(true);
    },
  );

  it('is withheld from a rejected message, which is redelivered and does not stop the others', async () => {
    const mosquitto = await broker();
    const received = inbox();
    const refusedOnce = new Set<string>();
    await connected(
      (message) => {
        const text = Buffer.from(message.payload).toString();
        // More than the 20 messages a stock broker has under way: they would end the delivery for good.
        if (text.startsWith('bad-') && !refusedOnce.has(text)) {
          refusedOnce.add(text);
          return Promise.reject(new Error('not now'));
        }
        return received.handler(message);
      },
      { url: mosquitto.url },
    );
    const client = await publishing(mosquitto.url);
    await publishMany(client, 25, 1, 'bad-');
    await publishMany(client, 10, 1, 'good-');
    await until(() => received.distinct().size === 35, { what: () => `${received.distinct().size}` });
    expect(refusedOnce.size).toBe(25);
  });

  it('of messages under way is sent before a stop, so that they do not come twice', async () => {
    const mosquitto = await broker();
    const received = inbox();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const source = await connected(
      async (message) => {
        await received.handler(message);
        await held;
      },
      { url: mosquitto.url, drainMs: 60_000 },
    );
    await publishMany(await publishing(mosquitto.url), 10, 1, 'm');
    await until(() => received.messages.length === 10);
    const stopped = source.stop();
    release();
    await stopped;
    expect(source.status.state).toBe('stopped');
    const again = inbox();
    await connected(again.handler, { url: mosquitto.url });
    await publishMany(await publishing(mosquitto.url), 1, 1, 'end-');
    await until(() => again.distinct().has('end-0'));
    expect(again.texts()).toEqual(['end-0']);
  });

  it('does not hold up a stop for ever, and the message stays with the broker', async () => {
    const mosquitto = await broker();
    const stuck = inbox();
    const source = await connected(
      (message) => {
        void stuck.handler(message);
        return new Promise(() => undefined);
      },
      { url: mosquitto.url, drainMs: 200 },
    );
    await publishMany(await publishing(mosquitto.url), 5, 1, 'm');
    await until(() => stuck.messages.length === 5);
    await Promise.all([source.stop(), source.stop()]);
    const received = inbox();
    await connected(received.handler, { url: mosquitto.url });
    await until(() => received.distinct().size === 5);
  });
});

describe('subscriptions', () => {
  it('with several filters deliver each message once', async () => {
    const mosquitto = await broker({ config: shippedConfig });
    const received = inbox();
    const filters = ['msh/EU_868/2/e/+/+', 'msh/EU_868/2/json/+/+', 'msh/EU_868/2/map/#', 'msh/US/2/e/LongFast/+'];
    const source = await connected(received.handler, { url: mosquitto.url, ...collector, filters });
    expect(source.status.subscriptions).toEqual(filters);
    const client = await publishing(mosquitto.url, gateway);
    const topics = [
      topicOf('!00000001'),
      'msh/EU_868/2/json/LongFast/!00000001',
      'msh/EU_868/2/map/',
      'msh/US/2/e/LongFast/!00000002',
      'msh/US/2/e/Other/!00000002',
      'msh/ANZ/2/e/LongFast/!00000003',
    ];
    for (const topic of topics) await client.publishAsync(topic, topic, { qos: 1 });
    await client.publishAsync(topicOf('!0000000f'), 'end', { qos: 1 });
    await until(() => received.distinct().has('end'));
    expect(received.texts()).toEqual([...topics.slice(0, 4), 'end']);
  });

  it('that are no longer wanted are taken back from the kept session', async () => {
    const mosquitto = await broker();
    const [before, after] = [['msh/EU_868/#', 'msh/US/#'], ['msh/EU_868/#']] as const;
    await leaveSession({ url: mosquitto.url, filters: before });
    const received = inbox();
    await connected(received.handler, { url: mosquitto.url, filters: after, previousFilters: before });
    const client = await publishing(mosquitto.url);
    await client.publishAsync('msh/US/2/e/LongFast/!00000001', 'unwanted', { qos: 1 });
    await client.publishAsync('msh/EU_868/2/e/LongFast/!00000001', 'wanted', { qos: 1 });
    await until(() => received.distinct().has('wanted'));
    expect(received.texts()).toEqual(['wanted']);
  });

  it.each(versions)('bring retained messages once, not at every reconnect (version %i)', async (protocolVersion) => {
    const mosquitto = await broker();
    await (await publishing(mosquitto.url)).publishAsync('msh/2/stat/!1', 'online', { qos: 1, retain: true });
    const proxy = await startTcpProxy(mosquitto.port);
    cleanups.push(() => proxy.close());
    const received = inbox();
    const source = await connected(received.handler, { url: `mqtt://127.0.0.1:${proxy.port}`, protocolVersion });
    await until(() => received.messages.length === 1);
    expect(received.messages[0]).toMatchObject({ retained: true, topic: 'msh/2/stat/!1', broker: 'default' });
    for (const count of [1, 2]) {
      proxy.cut();
      await until(() => source.status.reconnects === count && source.status.subscriptions.length === 1);
    }
    await publishMany(await publishing(mosquitto.url), 1, 1, 'end-');
    await until(() => received.distinct().has('end-0'));
    expect(received.texts()).toEqual(['online', 'end-0']);
  });
});

describe('presence', () => {
  it('is online while connected and offline after a stop or a crash', async () => {
    const mosquitto = await broker();
    const proxy = await startTcpProxy(mosquitto.port);
    cleanups.push(() => proxy.close());
    const seen: string[] = [];
    const watcher = await publishing(mosquitto.url);
    watcher.on('message', (_topic, payload) => seen.push(payload.toString()));
    await watcher.subscribeAsync('observatory/one');
    const options = { url: `mqtt://127.0.0.1:${proxy.port}`, presenceTopic: 'observatory/one' };
    const source = await connected(() => Promise.resolve(), options);
    await until(() => seen.length === 1);
    proxy.cut();
    await until(() => seen.length === 3);
    await source.stop();
    await until(() => seen.length === 4);
    expect(seen).toEqual(['online', 'offline', 'online', 'offline']);
  });
});

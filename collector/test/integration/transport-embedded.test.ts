import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import { EXIT } from '../../src/errors.js';
import type { MessageHandler } from '../../src/model.js';
import {
  createEmbeddedBroker,
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../src/transport/embedded-broker.js';
import { createMqttSource } from '../../src/transport/mqtt-source.js';
import { inbox, publisher, publishMany, sourceOptions, topicOf } from '../helpers/mqtt-parts.js';
import { recordingLogger } from '../helpers/recording-logger.js';
import { until } from '@mesh-observatory/test-kit/until';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function embedded(
  handler: MessageHandler,
  options: Partial<EmbeddedBrokerOptions> = {},
): Promise<{ broker: EmbeddedBroker; port: number; url: string }> {
  const broker = createEmbeddedBroker({ host: '127.0.0.1', port: 0, logger: recordingLogger().logger, ...options });
  cleanups.push(() => broker.stop());
  await broker.start(handler);
  const { port } = broker.address()!;
  return { broker, port, url: `mqtt://127.0.0.1:${port}` };
}

async function gateway(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await publisher(url, options);
  cleanups.push(() => client.endAsync(true));
  return client;
}

describe('embedded broker', () => {
  it.each([0, 1, 2] as const)('hands over what gateways publish at QoS %i', async (qos) => {
    const received = inbox();
    const { broker, url, port } = await embedded(received.handler);
    const client = await gateway(url);
    await client.publishAsync(topicOf('!0badcafe'), 'hello', { qos, retain: true });
    await until(() => received.messages.length === 1);
    expect(received.messages[0]).toMatchObject({
      broker: 'embedded',
      topic: topicOf('!0badcafe'),
      qos,
      retained: false,
      redelivered: false,
    });
    expect(received.texts()).toEqual(['hello']);
    expect(broker.address()).toEqual({ host: '127.0.0.1', port });
    expect(broker.status).toMatchObject({ name: 'embedded', state: 'connected', received: 1, url, lastError: null });
  });

  it.each([1, 2] as const)('acknowledges QoS %i only after the commit', async (qos) => {
    let commit: () => void = () => undefined;
    const received = inbox();
    const { url } = await embedded(async (message) => {
      await received.handler(message);
      await new Promise<void>((resolve) => (commit = resolve));
    });
    const client = await gateway(url);
    let acknowledged = false;
    const published = client.publishAsync(topicOf('!0badcafe'), 'hello', { qos }).then(() => (acknowledged = true));
    await until(() => received.messages.length === 1);
    // Another client's whole conversation fits in between: the broker is alive, it just does not acknowledge.
    await gateway(url);
    expect(acknowledged).toBe(false);
    commit();
    await published;
    expect(acknowledged).toBe(true);
  });

  it('keeps the order of PUBACKs when commits finish in another order', async () => {
    const commits: (() => void)[] = [];
    const { url } = await embedded(() => new Promise((resolve) => commits.push(resolve)));
    const client = await gateway(url);
    const order: number[] = [];
    const published = [0, 1, 2].map((n) =>
      client.publishAsync(topicOf('!0badcafe'), String(n), { qos: 1 }).then(() => order.push(n)),
    );
    await until(() => commits.length === 3);
    for (const commit of commits.reverse()) commit();
    await Promise.all(published);
    expect(order).toEqual([0, 1, 2]);
  });

  it('does not acknowledge a rejected message, and gets it again when the gateway reconnects', async () => {
    const received = inbox();
    let refusals = 1;
    const { url } = await embedded((message) => {
      refusals -= 1;
      return refusals >= 0 ? Promise.reject(new Error('not now')) : received.handler(message);
    });
    const client = await gateway(url, { reconnectPeriod: 20, clean: false, clientId: 'gateway' });
    await client.publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 });
    expect(received.texts()).toEqual(['hello']);
  });

  it('takes thousands of messages from several gateways', async () => {
    const received = inbox();
    const { url } = await embedded(received.handler);
    const clients = await Promise.all([gateway(url), gateway(url), gateway(url)]);
    await Promise.all(clients.map((client, index) => publishMany(client, 1_000, index === 0 ? 0 : 1, `g${index}-`)));
    const ours = () => received.messages.filter(({ topic }) => topic.startsWith('msh/'));
    await until(() => ours().length === 3_000);
    expect(received.distinct().size).toBe(3_001);
  });

  it('passes messages on to other clients, retaining and queueing nothing', async () => {
    const { url } = await embedded(() => Promise.resolve());
    const seen: string[] = [];
    const listener = await gateway(url, { clean: false, clientId: 'listener' });
    listener.on('message', (_topic, payload, { qos, retain }) => seen.push(`${payload.toString()} ${qos} ${retain}`));
    await listener.subscribeAsync('msh/#', { qos: 1 });
    const client = await gateway(url);
    await client.publishAsync('msh/2/stat/!1', 'online', { qos: 1, retain: true });
    await until(() => seen.length === 1);
    await listener.endAsync();
    await client.publishAsync('msh/2/stat/!1', 'while away', { qos: 1 });
    const back = await gateway(url, { clean: false, clientId: 'listener' });
    back.on('message', (_topic, payload) => seen.push(payload.toString()));
    await back.subscribeAsync('msh/#', { qos: 1 });
    await client.publishAsync('msh/2/stat/!1', 'end', { qos: 1 });
    await until(() => seen.includes('end'));
    expect(seen).toEqual(['online 1 false', 'end']);
  });

  it('hands over the last will of a gateway that dies', async () => {
    const received = inbox();
    const { url } = await embedded(received.handler);
    const client = await gateway(url, {
      will: { topic: 'msh/2/stat/!0badcafe', payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    client.stream.destroy();
    await until(() => received.texts().includes('offline'));
  });

  it('lets in only who knows the credentials', async () => {
    const received = inbox();
    const { url } = await embedded(received.handler, { username: 'gateway', password: 's3cr3t' });
    for (const wrong of [{}, { username: 'gateway', password: 'x' }, { username: 'x', password: 's3cr3t' }]) {
      await expect(publisher(url, wrong)).rejects.toThrow(/Bad User Name or Password|Bad username or password/i);
    }
    const client = await gateway(url, { username: 'gateway', password: 's3cr3t' });
    await client.publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 });
    expect(received.texts()).toEqual(['hello']);
  });

  it('refuses to be open to others without credentials', () => {
    expect(() => createEmbeddedBroker({ host: '0.0.0.0', port: 0, logger: recordingLogger().logger })).toThrow(
      expect.objectContaining({ exitCode: EXIT.usage }),
    );
  });

  it('says which setting to change when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const broker = createEmbeddedBroker({ host: '127.0.0.1', port, logger: recordingLogger().logger });
    await expect(broker.start(() => Promise.resolve())).rejects.toMatchObject({
      exitCode: EXIT.unavailable,
      message: expect.stringContaining('EMBEDDED_BROKER_PORT'),
    });
  });

  it('ends the connection of a client that sends too large a packet, and only that', async () => {
    const received = inbox();
    const { url } = await embedded(received.handler, { maxPacketBytes: 1_000 });
    const [large, small] = [await gateway(url), await gateway(url)];
    large.on('error', () => undefined);
    void large.publishAsync(topicOf('!0badcafe'), 'x'.repeat(2_000), { qos: 1 }).catch(() => undefined);
    await until(() => !large.connected);
    await small.publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 });
    expect(received.texts()).toEqual(['hello']);
  });

  it('survives garbage', async () => {
    const received = inbox();
    const { url, port } = await embedded(received.handler);
    for (const bytes of [
      [0],
      [0xff, 0xff, 0xff, 0xff, 0xff],
      [0x10, 2, 0, 4],
      [0x30, 0],
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    ]) {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => {
        socket.once('close', () => {
          resolve();
        });
        socket.end(Buffer.from(bytes));
        socket.resume();
      });
    }
    const client = await gateway(url);
    await client.publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 });
    expect(received.texts()).toEqual(['hello']);
  });

  it('has room for a limited number of clients', async () => {
    const { url } = await embedded(() => Promise.resolve(), { maxClients: 2 });
    const [first] = [await gateway(url), await gateway(url)];
    await expect(publisher(url, { connectTimeout: 2_000 })).rejects.toThrow();
    await first.endAsync();
    await until(async () => gateway(url).catch(() => undefined));
  });

  it('stops with clients connected and a handler that never ends, without acknowledging', async () => {
    const received = inbox();
    const { broker, url } = await embedded(async (message) => {
      await received.handler(message);
      await new Promise(() => undefined);
    });
    const clients = await Promise.all([gateway(url), gateway(url)]);
    let acknowledged = false;
    void clients[0].publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 }).then(
      () => (acknowledged = true),
      () => undefined,
    );
    await until(() => received.messages.length === 1);
    await Promise.all([broker.stop(), broker.stop()]);
    await until(() => clients.every(({ connected }) => !connected));
    expect(acknowledged).toBe(false);
    expect(broker.status.state).toBe('stopped');
    expect(broker.address()).toBeUndefined();
  });

  it('sends the PUBACKs of handlers under way before it stops', async () => {
    const received = inbox();
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    const { broker, url } = await embedded(async (message) => {
      await received.handler(message);
      await committed;
    });
    const client = await gateway(url);
    const published = client.publishAsync(topicOf('!0badcafe'), 'hello', { qos: 1 });
    await until(() => received.messages.length === 1);
    const stopped = broker.stop();
    commit();
    await stopped;
    await published;
  });

  it('speaks MQTT 3.1.1 to our own source, which explains itself when asked for MQTT 5', async () => {
    const { url } = await embedded(() => Promise.resolve());
    for (const protocolVersion of [4, 5] as const) {
      const source = createMqttSource(sourceOptions({ url, protocolVersion }), recordingLogger().logger);
      cleanups.push(() => source.stop());
      await source.start(() => Promise.resolve());
      if (protocolVersion === 4) await until(() => source.status.subscriptions.length === 1);
      else await until(() => source.status.lastError?.includes('set MQTT_PROTOCOL_VERSION to 3.1.1'));
    }
  });
});

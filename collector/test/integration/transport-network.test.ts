import { afterEach, describe, expect, it } from '@jest/globals';
import { EXIT, type FatalError } from '../../src/errors.js';
import { createMqttSource } from '../../src/transport/mqtt-source.js';
import type { MessageHandler } from '../../src/model.js';
import type { MessageSource } from '../../src/transport/source.js';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { shippedConfig, SHIPPED_USERS, startBroker } from '@mesh-observatory/test-kit/broker';
import { inbox, publisher, publishMany, sourceOptions } from '../helpers/mqtt-parts.js';
import { recordingLogger } from '../helpers/recording-logger.js';
import { acceptingSession, publishPacket, startScriptedBroker } from '../helpers/scripted-broker.js';
import { startTcpProxy } from '../helpers/tcp-proxy.js';
import { until } from '@mesh-observatory/test-kit/until';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started(
  handler: MessageHandler,
  options: Parameters<typeof sourceOptions>[0],
  logger = recordingLogger(),
): Promise<MessageSource> {
  const source = createMqttSource(sourceOptions(options), logger.logger);
  cleanups.push(() => source.stop());
  await source.start(handler);
  return source;
}

const isConnected = ({ status }: MessageSource) => status.state === 'connected' && status.subscriptions.length > 0;

const collector = { username: 'collector', password: SHIPPED_USERS.collector };

async function brokerBehindProxy() {
  const mosquitto = await startBroker({ config: shippedConfig });
  cleanups.push(() => mosquitto.dispose());
  const proxy = await startTcpProxy(mosquitto.port);
  cleanups.push(() => proxy.close());
  const client = await publisher(mosquitto.url, { username: 'gateway', password: SHIPPED_USERS.gateway });
  cleanups.push(() => client.endAsync(true));
  return { proxy, client, url: `mqtt://127.0.0.1:${proxy.port}` };
}

describe('a bad network', () => {
  it.each([5, 4] as const)('that goes silent is noticed by the keep-alive (version %i)', async (protocolVersion) => {
    const { proxy, client, url } = await brokerBehindProxy();
    const received = inbox();
    const source = await started(received.handler, { url, ...collector, protocolVersion, keepaliveSeconds: 4 });
    await until(() => isConnected(source));
    await publishMany(client, 10, 1, 'before-');
    await until(() => received.messages.length === 10);
    proxy.freeze();
    await publishMany(client, 10, 1, 'during-');
    await until(() => source.status.lastError?.includes('stopped answering'), {
      what: () => String(source.status.lastError),
    });
    proxy.thaw();
    await until(() => received.distinct().size === 20);
  });

  it('that cuts in the middle of packets loses nothing', async () => {
    const { proxy, client, url } = await brokerBehindProxy();
    const received = inbox();
    const source = await started(received.handler, { url, ...collector });
    await until(() => isConnected(source));
    for (const [round, bytes] of [61, 230, 999, 2_501].entries()) {
      const { reconnects } = source.status;
      proxy.cutAfter(bytes);
      await publishMany(client, 100, 1, `r${round}-`);
      await until(() => source.status.reconnects > reconnects && isConnected(source));
    }
    await until(() => received.distinct().size === 400, { what: () => `${received.distinct().size} of 400` });
  });

  it('that is slow delays everything and loses nothing', async () => {
    const { proxy, client, url } = await brokerBehindProxy();
    proxy.throttle(2_000);
    const received = inbox();
    const source = await started(received.handler, { url, ...collector, keepaliveSeconds: 30 });
    await until(() => isConnected(source));
    await publishMany(client, 100, 1, 'm');
    await until(() => received.distinct().size === 100);
    expect(source.status.reconnects).toBe(0);
  });

  it('that is not there yet is waited for', async () => {
    const port = await freePort();
    const logger = recordingLogger();
    const source = await started(() => Promise.resolve(), { url: `mqtt://127.0.0.1:${port}` }, logger);
    await until(() => source.status.state === 'reconnecting');
    expect(source.status.lastError).toContain(`Nothing listens at mqtt://127.0.0.1:${port}`);
    const broker = await startBroker({ port });
    cleanups.push(() => broker.dispose());
    await until(() => isConnected(source));
    expect(source.status).toMatchObject({ lastError: null, reconnects: 0 });
    // However many attempts it took.
    expect(logger.events('mqtt.disconnected')).toHaveLength(1);
  });
});

describe('a scripted broker', () => {
  it('that reuses a packet id on the next connection gets no PUBACK before the commit of the second message', async () => {
    const broker = await startScriptedBroker((connection, packet, index) => {
      acceptingSession(connection, packet);
      if (packet.type === 8) connection.send(publishPacket('msh/t', index === 0 ? 'first' : 'second', 77));
    });
    cleanups.push(() => broker.close());
    const release = new Map<string, () => void>();
    await started(
      (message) =>
        new Promise((resolve) => {
          release.set(Buffer.from(message.payload).toString(), resolve);
        }),
      { url: `mqtt://127.0.0.1:${broker.port}`, drainMs: 100 },
    );
    await until(() => release.has('first'));
    broker.connections[0]?.socket.destroy();
    await until(() => release.has('second'));
    const second = broker.connections[1]!;
    release.get('first')?.();
    // A whole round trip later nothing has been acknowledged.
    second.send(publishPacket('msh/t', 'third', 78));
    await until(() => release.has('third'));
    expect(second.pubacks()).toEqual([]);
    release.get('third')?.();
    release.get('second')?.();
    await until(() => second.pubacks().length === 2);
    expect(second.pubacks()).toEqual([77, 78]);
  });

  it('that ignores the window of MQTT 3.1.1 clients meets back-pressure', async () => {
    const broker = await startScriptedBroker((connection, packet) => {
      acceptingSession(connection, packet, 4);
      if (packet.type !== 8) return;
      for (let id = 1; id <= 50; id += 1) connection.send(publishPacket('msh/t', `m${id}`, id, 4));
    });
    cleanups.push(() => broker.close());
    const received = inbox();
    const releases: (() => void)[] = [];
    await started(
      async (message) => {
        await received.handler(message);
        await new Promise<void>((resolve) => releases.push(resolve));
      },
      { url: `mqtt://127.0.0.1:${broker.port}`, protocolVersion: 4, receiveMaximum: 10, drainMs: 100 },
    );
    await until(() => received.messages.length === 11);
    await new Promise((resolve) => setImmediate(resolve));
    expect(received.messages).toHaveLength(11);
    expect(broker.connections[0]?.pubacks()).toEqual([]);
    const connection = broker.connections[0]!;
    await until(() => {
      for (const release of releases.splice(0)) release();
      return connection.pubacks().length === 50;
    });
    expect(connection.pubacks()).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it.each([
    ['answers in the old form', [0x20, 2, 0, 1]],
    ['answers in the new form', [0x20, 3, 0, 0x84, 0]],
  ])('without MQTT 5 that %s is named, and no older version is tried', async (_how, answer) => {
    const versions: number[] = [];
    const broker = await startScriptedBroker((connection, { type, body }) => {
      if (type !== 1) return;
      versions.push(body[6] ?? 0);
      connection.send(answer);
      connection.socket.end();
    });
    cleanups.push(() => broker.close());
    const source = await started(() => Promise.resolve(), { url: `mqtt://127.0.0.1:${broker.port}` });
    await until(() => versions.length >= 2);
    expect(source.status.state).toBe('refused');
    expect(source.status.lastError).toContain('set MQTT_PROTOCOL_VERSION to 3.1.1');
    expect(new Set(versions)).toEqual(new Set([5]));
  });

  it('that is unavailable once is tried again', async () => {
    const broker = await startScriptedBroker((connection, packet, index) => {
      if (packet.type === 1 && index === 0) connection.send([0x20, 3, 0, 0x88, 0]);
      else acceptingSession(connection, packet);
    });
    cleanups.push(() => broker.close());
    const source = await started(() => Promise.resolve(), { url: `mqtt://127.0.0.1:${broker.port}` });
    await until(() => isConnected(source));
    expect(broker.connections).toHaveLength(2);
  });

  it('that refuses every subscription is asked again until it grants them', async () => {
    const broker = await startScriptedBroker((connection, packet, index) => {
      if (packet.type === 8 && index === 0) {
        connection.send([0x90, 4, packet.body[0] ?? 0, packet.body[1] ?? 0, 0, 0x87]);
      } else acceptingSession(connection, packet);
    });
    cleanups.push(() => broker.close());
    const source = await started(() => Promise.resolve(), { url: `mqtt://127.0.0.1:${broker.port}` });
    await until(() => source.status.state === 'refused');
    expect(source.status.lastError).toContain('refused the subscription to "msh/#"');
    await until(() => isConnected(source));
    expect(source.status.lastError).toBeNull();
  });

  it('that stops answering does not hold up a stop', async () => {
    const broker = await startScriptedBroker((connection, packet) => {
      acceptingSession(connection, packet); // never a PUBACK for our presence
    });
    cleanups.push(() => broker.close());
    const source = await started(() => Promise.resolve(), {
      url: `mqtt://127.0.0.1:${broker.port}`,
      presenceTopic: 'observatory/one',
    });
    await until(() => isConnected(source));
    await source.stop();
    expect(source.status.state).toBe('stopped');
  });

  it('that never answers CONNECT does not hold up a stop', async () => {
    const broker = await startScriptedBroker(() => undefined);
    cleanups.push(() => broker.close());
    const source = await started(() => Promise.resolve(), { url: `mqtt://127.0.0.1:${broker.port}` });
    await until(() => broker.connections[0]?.packets.length === 1);
    await source.stop();
    expect(source.status.state).toBe('stopped');
    await until(() => broker.connections[0]?.socket.destroyed === true || broker.connections[0]?.socket.readableEnded);
  });
});

describe('a network that closes connection after connection without a word', () => {
  it.each([5, 4] as const)('is suspected aloud and never ends the collector (version %i)', async (protocolVersion) => {
    const { proxy, client, url } = await brokerBehindProxy();
    const received = inbox();
    const source = await started(received.handler, { url, ...collector, protocolVersion });
    for (let times = 0; times < 12; times += 1) {
      await until(() => isConnected(source) && source.status.reconnects >= times);
      proxy.hangUp();
      await until(() => source.status.state === 'reconnecting' || source.status.reconnects > times);
    }
    await until(() => isConnected(source) && source.status.reconnects >= 12);
    // It works again, and still says what it was like: the next cut may be seconds away.
    expect(source.status.lastError).toContain('closes every connection after a few seconds');
    expect(source.status.lastError).toContain('MQTT_CLIENT_ID');
    await publishMany(client, 10, 1, 'after-');
    await until(() => received.distinct().size === 10);
  });
});

describe('a second client with our client id', () => {
  it('ends the collector with one clear line when the broker itself says so, again and again', async () => {
    const TAKEN_OVER = [0xe0, 2, 0x8e, 0];
    const broker = await startScriptedBroker((connection, packet) => {
      acceptingSession(connection, packet);
      if (packet.type !== 8) return;
      connection.send(TAKEN_OVER);
      connection.socket.end();
    });
    cleanups.push(() => broker.close());
    const fatal: FatalError[] = [];
    const source = await started(() => Promise.resolve(), {
      url: `mqtt://127.0.0.1:${broker.port}`,
      onFatal: (error) => fatal.push(error),
    });
    await until(() => fatal.length > 0, { what: () => JSON.stringify(source.status) });
    expect(fatal[0]).toMatchObject({ code: 'mqtt_client_id_taken', exitCode: EXIT.unavailable });
    expect(fatal[0]?.message).toContain('"collector-under-test"');
    expect(source.status.state).toBe('stopped');
    expect(broker.connections).toHaveLength(4);
  });

  it.each([5, 4] as const)(
    'is suspected where the broker does not say so, and both go on trying (version %i)',
    async (protocolVersion) => {
      const broker = await startBroker();
      cleanups.push(() => broker.dispose());
      const fatal: FatalError[] = [];
      const options = {
        url: broker.url,
        protocolVersion,
        backOff: { firstMs: 500, lastMs: 30_000, refusedMs: 60_000 },
        onFatal: (error: FatalError) => fatal.push(error),
      };
      const sources = [
        await started(() => Promise.resolve(), options),
        await started(() => Promise.resolve(), options),
      ];
      await until(() => sources.some(({ status }) => status.lastError?.includes('another client')), {
        what: () => JSON.stringify(sources.map(({ status }) => status)),
      });
      expect(fatal).toEqual([]);
      expect(sources.map(({ status }) => status.state)).not.toContain('stopped');
    },
  );
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../src/errors.js';
import { createMqttSource, type MqttTlsOptions } from '../../src/transport/mqtt-source.js';
import type { MessageSource } from '../../src/transport/source.js';
import { createCertificates, type Certificates } from '@mesh-observatory/test-kit/certificates';
import {
  shippedConfig,
  SHIPPED_USERS,
  startBroker,
  writePasswords,
  type Broker,
  type BrokerPlace,
} from '@mesh-observatory/test-kit/broker';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { inbox, publisher, publishMany, sourceOptions, topicOf } from '../helpers/mqtt-parts.js';
import { recordingLogger } from '../helpers/recording-logger.js';
import { until } from '@mesh-observatory/test-kit/until';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function broker(config?: (place: BrokerPlace) => readonly string[]): Promise<Broker> {
  const started = await startBroker(config === undefined ? {} : { config });
  cleanups.push(() => started.dispose());
  return started;
}

async function started(
  options: Parameters<typeof sourceOptions>[0],
  received = inbox(),
  log = recordingLogger(),
): Promise<MessageSource> {
  const source = createMqttSource(sourceOptions(options), log.logger);
  cleanups.push(() => source.stop());
  await source.start(received.handler);
  return source;
}

const isConnected = ({ status }: MessageSource) => status.state === 'connected' && status.subscriptions.length > 0;
const gateway = { username: 'gateway', password: SHIPPED_USERS.gateway };

describe('credentials', () => {
  it.each([5, 4] as const)(
    'that are wrong are said once, and work by themselves once corrected (version %i)',
    async (protocolVersion) => {
      const mosquitto = await broker(shippedConfig);
      const log = recordingLogger();
      const credentials = { username: 'collector', password: 's3cr3t-canary' };
      const source = await started({ url: mosquitto.url, ...credentials, protocolVersion }, inbox(), log);
      await until(() => mosquitto.logs().split('not authorised').length > 3);
      expect(source.status.state).toBe('refused');
      expect(source.status.lastError).toContain('MQTT_PASSWORD');
      expect(log.events('mqtt.refused')).toHaveLength(1);
      writePasswords(mosquitto.dir, { ...SHIPPED_USERS, collector: credentials.password });
      mosquitto.reload();
      await until(() => isConnected(source));
      expect(source.status.lastError).toBeNull();
      expect(JSON.stringify([log.records, source.status])).not.toContain('s3cr3t-canary');
    },
  );

  it('in the URL are used and never shown', async () => {
    const mosquitto = await broker(shippedConfig);
    const log = recordingLogger();
    const url = `mqtt://collector:${SHIPPED_USERS.collector}@127.0.0.1:${mosquitto.port}`;
    const source = await started({ url }, inbox(), log);
    await until(() => isConnected(source));
    expect(JSON.stringify([log.records, source.status])).not.toContain(SHIPPED_USERS.collector);
  });
});

describe('the access list we ship', () => {
  it('lets the collector read the mesh and not publish into it', async () => {
    const mosquitto = await broker(shippedConfig);
    const received = inbox();
    const source = await started(
      { url: mosquitto.url, username: 'collector', password: SHIPPED_USERS.collector },
      received,
    );
    await until(() => isConnected(source));
    const thief = await publisher(mosquitto.url, {
      username: 'collector',
      password: SHIPPED_USERS.collector,
      clientId: 'thief',
      protocolVersion: 5,
    });
    cleanups.push(() => thief.endAsync(true));
    await expect(thief.publishAsync(topicOf('!00000001'), 'forged', { qos: 1 })).rejects.toThrow(/not authorized/i);
    const honest = await publisher(mosquitto.url, gateway);
    cleanups.push(() => honest.endAsync(true));
    await publishMany(honest, 1, 1, 'real-');
    await until(() => received.messages.length > 0);
    expect(received.texts()).toEqual(['real-0']);
  });

  it('lets nobody in without a name', async () => {
    const mosquitto = await broker(shippedConfig);
    await expect(publisher(mosquitto.url)).rejects.toThrow(/not authorized/i);
  });

  it('lets the collector publish its presence below its own root only', async () => {
    const mosquitto = await broker(shippedConfig);
    const collector = { url: mosquitto.url, username: 'collector', password: SHIPPED_USERS.collector };
    const log = recordingLogger();
    const allowed = await started({ ...collector, presenceTopic: 'mesh-observatory/one' }, inbox(), log);
    await until(() => isConnected(allowed));
    await allowed.stop();
    expect(log.events('mqtt.presence_refused')).toHaveLength(0);
    // Being refused is not an error: messages come all the same.
    const refused = await started({ ...collector, presenceTopic: 'msh/EU_868/presence' }, inbox(), log);
    await until(() => isConnected(refused) && log.events('mqtt.presence_refused').length === 1);
    expect(refused.status.lastError).toBeNull();
  });
});

describe('TLS', () => {
  let pki: Certificates;
  let other: Certificates;
  beforeAll(() => {
    pki = createCertificates();
    other = createCertificates();
  });
  afterAll(() => {
    pki.dispose();
    other.dispose();
  });

  const tlsConfig =
    (server: 'server' | 'expiredServer', more: readonly string[] = []) =>
    (place: BrokerPlace) => [
      `listener ${place.port} 127.0.0.1`,
      'allow_anonymous true',
      `cafile ${pki.ca.certPath}`,
      `certfile ${pki[server].certPath}`,
      `keyfile ${pki[server].keyPath}`,
      ...more,
    ];
  const mutual = ['require_certificate true'];
  type Case = readonly [
    name: string,
    host: string,
    server: 'server' | 'expiredServer',
    more: readonly string[],
    tls: () => Partial<MqttTlsOptions>,
    failure: RegExp | null,
  ];
  const clientOf = ({ client, ca }: Certificates) => ({ cert: client.cert, key: client.key, ca: ca.cert });
  const cases: readonly Case[] = [
    ['the right CA', 'localhost', 'server', [], () => ({ ca: pki.ca.cert }), null],
    ['the right CA, by address', '127.0.0.1', 'server', [], () => ({ ca: pki.ca.cert }), null],
    ['no CA', 'localhost', 'server', [], () => ({}), /MQTT_CA_FILE/],
    ['another CA', 'localhost', 'server', [], () => ({ ca: other.ca.cert }), /MQTT_CA_FILE|failed/],
    ['a wrong host name', '127.0.0.2', 'server', [], () => ({ ca: pki.ca.cert }), /another host name/],
    [
      'a wrong host name, but the right server name',
      '127.0.0.2',
      'server',
      [],
      () => ({ ca: pki.ca.cert, servername: 'localhost' }),
      null,
    ],
    ['an expired certificate', 'localhost', 'expiredServer', [], () => ({ ca: pki.ca.cert }), /has expired/],
    ['an expired certificate, insecure', 'localhost', 'expiredServer', [], () => ({ insecure: true }), null],
    ['a client certificate', 'localhost', 'server', mutual, () => clientOf(pki), null],
    ['no client certificate', 'localhost', 'server', mutual, () => ({ ca: pki.ca.cert }), /MQTT_CERT_FILE/],
    [
      'a client certificate of another CA',
      'localhost',
      'server',
      mutual,
      () => ({ ...clientOf(other), ca: pki.ca.cert }),
      /MQTT_CERT_FILE/,
    ],
  ];

  it.each(cases)('%s', async (_name, host, server, more, tls, failure) => {
    const mosquitto = await broker((place) =>
      tlsConfig(
        server,
        more,
      )(place).map((line) => (line.startsWith('listener') ? `listener ${place.port} 0.0.0.0` : line)),
    );
    const log = recordingLogger();
    const url = `mqtts://${host}:${mosquitto.port}`;
    const source = await started({ url, tls: { enabled: true, ...tls() } }, inbox(), log);
    if (failure === null) {
      await until(() => isConnected(source), { what: () => JSON.stringify(source.status) });
    } else {
      await until(() => source.status.lastError !== null);
      expect(source.status).toMatchObject({ state: 'refused', lastError: expect.stringMatching(failure) });
    }
    expect(log.events('mqtt.tls_insecure')).toHaveLength(tls().insecure === true ? 1 : 0);
  });

  it('on a plain port, and a plain connection to a TLS port, are explained', async () => {
    const plain = await broker();
    const wrongPort = await started({ url: `mqtts://127.0.0.1:${plain.port}` });
    await until(() => wrongPort.status.lastError !== null);
    expect(wrongPort.status.lastError).toContain('MQTT_USE_TLS');
    const secure = await broker(tlsConfig('server'));
    const noTls = await started({ url: `mqtt://127.0.0.1:${secure.port}`, clientId: 'other' });
    await until(() => noTls.status.lastError !== null);
    expect(noTls.status.lastError).toContain('use mqtts://');
  });

  it('with a key that does not fit ends the start', async () => {
    const source = createMqttSource(
      sourceOptions({
        url: 'mqtts://localhost:1',
        tls: { enabled: true, cert: pki.client.cert, key: other.client.key },
      }),
      recordingLogger().logger,
    );
    await expect(source.start(() => Promise.resolve())).rejects.toMatchObject({
      exitCode: EXIT.usage,
      code: 'mqtt_tls',
    });
  });

  it.each([false, true])('carries MQTT over WebSockets (TLS: %s)', async (secure) => {
    const lines = (place: BrokerPlace) =>
      secure ? tlsConfig('server')(place) : [`listener ${place.port} 127.0.0.1`, 'allow_anonymous true'];
    // Mosquitto 2.0.11 ends at once when its only listener is a WebSocket one.
    const plainPort = await freePort();
    const mosquitto = await broker((place) => [
      ...lines(place),
      'protocol websockets',
      `listener ${plainPort} 127.0.0.1`,
    ]);
    const received = inbox();
    const url = `${secure ? 'wss' : 'ws'}://localhost:${mosquitto.port}/mqtt`;
    const source = await started({ url, tls: { enabled: secure, ca: secure ? pki.ca.cert : undefined } }, received);
    await until(() => isConnected(source), { what: () => JSON.stringify(source.status) });
    const client = await publisher(url, secure ? { ca: pki.ca.cert } : {});
    cleanups.push(() => client.endAsync(true));
    await publishMany(client, 200, 1, 'm');
    await until(() => received.distinct().size === 200);
    expect(received.messages).toHaveLength(200);
  });
});

describe('files the broker reads', () => {
  it('are the ones of the project, so that a typo in them fails here', async () => {
    const mosquitto = await broker((place) => {
      const lines = shippedConfig(place);
      writeFileSync(join(place.dir, 'lines'), lines.join('\n'));
      return lines;
    });
    expect(mosquitto.logs()).not.toMatch(/error|unknown/i);
  });
});

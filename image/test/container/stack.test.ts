import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@mesh-observatory/test-kit/until';
import mqtt from 'mqtt';
import { loadCompose } from '../delivery/compose-file.js';
import { createStack, type Stack } from './support/stack.js';
import { TEXT_TOPIC, textMessage } from './support/text-message.mjs';

const LASTING = ['mosquitto', 'observatory', 'prometheus'] as const;
const PACKETS_PER_SECOND = 100;

/** Rows of packets and receptions, read beside the collector. */
const COUNT = `
  const database = new (require('better-sqlite3'))('/data/collector/mesh.db', { readonly: true });
  const count = (table) => database.prepare('SELECT count(*) AS n FROM ' + table).get().n;
  console.log(JSON.stringify({ packets: count('packets'), receptions: count('receptions') }));
`;

let stack: Stack;
let gateway: mqtt.MqttClient | undefined;
const show = async () => (await stack.compose(['run', '--rm', '-T', 'setup', 'show'])).stdout;
const password = async (of: string) => new RegExp(`^${of}[^]*?password +(\\S+)`, 'm').exec(await show())![1]!;
const healthOf = async (service: string) => (await stack.inspect(service)).State.Health?.Status;
const counted = async () => {
  const { stdout, stderr } = await stack.exec('observatory', 'sh', '-c', 'cd collector && exec node -e "$0"', COUNT);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { packets: number; receptions: number };
};
const answers = (service: string) => stack.exec(service, 'health').then(({ code }) => code === 0);

beforeAll(async () => {
  stack = await createStack();
});
afterAll(async () => {
  await gateway?.endAsync(true);
  await stack.remove();
});

describe('docker-compose.yml, unmodified', () => {
  it('says what to do first, asked for passwords before its first start', async () => {
    const { code, stdout, stderr } = await stack.compose(['run', '--rm', '-T', 'setup', 'show']);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain('start everything first: docker compose up -d');
  });

  it('starts with one command, and everything becomes healthy', async () => {
    await stack.up();
    for (const service of LASTING) {
      await until(async () => (await healthOf(service)) === 'healthy', { everyMs: 2000, what: service });
    }
    const ended = await stack.docker(
      'ps',
      '--all',
      '--filter',
      'label=com.docker.compose.service=setup',
      '--format',
      '{{.Status}}',
    );
    expect(ended).toMatch(/^Exited \(0\)/);
  });

  it.each(LASTING.map((name) => ({ name })))('runs $name with the rights and limits it names', async ({ name }) => {
    const service = loadCompose().services[name]!;
    const { HostConfig, Config } = await stack.inspect(name);
    expect(Config.User).toBe(service.user);
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Memory: Number.parseInt(String(service.mem_limit), 10) * 2 ** 20,
      PidsLimit: 512,
    });
    const status = await stack.status(name);
    expect(status).toMatch(/^CapBnd:\t0{16}$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect((await stack.exec(name, 'sh', '-c', ': > /new')).stderr).toMatch(/Read-only file system|Permission denied/);
    expect(await stack.exec(name, 'sh', '-c', ': > /tmp/new && rm /tmp/new')).toMatchObject({ code: 0 });
  });

  it('gives Grafana Prometheus and the address that people type, and Prometheus the token of the collector', async () => {
    const state = await (await fetch(`http://127.0.0.1:${stack.ports.GRAFANA_PORT}/stand-in/state`)).json();
    expect(state).toMatchObject({
      provisioning: expect.arrayContaining(['datasources/prometheus.yaml']),
      environment: { GF_SERVER_ROOT_URL: `http://localhost:${stack.ports.GRAFANA_PORT}`, GF_DATABASE_WAL: 'true' },
    });
    const query = `http://127.0.0.1:${stack.ports.PROMETHEUS_PORT}/api/v1/query?query=up{job="mesh-observatory"}`;
    await until(async () => (await (await fetch(query)).text()).includes('"1"'), { everyMs: 1000, what: query });
  });

  it('loses no packet and doubles none when the container is killed amid 100 packets a second', async () => {
    const url = `mqtt://127.0.0.1:${stack.ports.MQTT_PORT}`;
    const connected = await mqtt.connectAsync(url, { username: 'gateway', password: await password('Gateways') });
    gateway = connected;
    // As the firmware publishes. The broker keeps them for the collector.
    const publish = (index: number) => connected.publishAsync(TEXT_TOPIC, textMessage(index), { qos: 0 });
    let sent = 0;
    const send = async (upTo: number) => {
      for (; sent < upTo; sent++) {
        await publish(sent);
        await pause(1000 / PACKETS_PER_SECOND);
      }
    };
    await send(150);
    const observatory = await stack.idOf('observatory');
    await Promise.all([stack.docker('kill', '--signal', 'KILL', observatory), send(400)]);
    await Promise.all([stack.docker('start', observatory), send(600)]);
    await until(async () => (await counted()).packets >= 600, { everyMs: 500, what: 'all packets stored' });
    // Had the broker sent anything again, it would have done so before this one.
    await send(601);
    await until(async () => (await counted()).packets > 600, {
      everyMs: 500,
      what: 'the packet after all others stored',
    });
    expect(await counted()).toEqual({ packets: 601, receptions: 601 });
  });

  it('keeps its data and its accounts in a new container, as after an upgrade', async () => {
    const before = { id: await stack.idOf('observatory'), shown: await show() };
    await stack.up({}, '--force-recreate');
    await until(() => answers('observatory'), { everyMs: 500, what: 'the new container' });
    expect(await stack.idOf('observatory')).not.toBe(before.id);
    expect(await show()).toBe(before.shown);
    expect(await counted()).toEqual({ packets: 601, receptions: 601 });
  });

  it('says which setting is wrong, and runs again when it is corrected', async () => {
    await stack.up({ STORE_TEXT: 'some' }, 'observatory');
    const complaint = 'collector does not answer (it last ended with code 64)';
    await until(async () => (await stack.exec('observatory', 'health')).stdout.includes(complaint), { everyMs: 500 });
    expect(await stack.logs('observatory')).toMatch(/collector \| +STORE_TEXT is "some": /);
    await stack.up({}, 'observatory');
    await until(() => answers('observatory'), { everyMs: 500, what: 'the corrected container' });
  });

  it('stops within its time, everything flushed', async () => {
    const ids = await Promise.all(LASTING.map((service) => stack.idOf(service)));
    await stack.compose(['stop']);
    expect(await stack.docker('inspect', '--format', '{{.State.ExitCode}}', ...ids)).toBe('0\n0\n0');
  });
});

import { execFile } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { inRepository } from '../support/repository.js';

const run = promisify(execFile);
const source = inRepository('provisioning/grafana');
let target: string;

beforeEach(async () => {
  target = await mkdtemp(join(tmpdir(), 'mesh-provisioning-'));
});
afterEach(() => rm(target, { recursive: true }));

const select = (env: Readonly<Record<string, string>>, into = target) =>
  run('sh', [join(source, 'select.sh'), source, into], { env: { PATH: process.env.PATH, ...env } });

const chosen = () =>
  readdirSync(target, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort();

/** Deletes the data source of a start that had one. */
const noPrometheus = 'datasources/no-prometheus.yaml';
const always = [
  'dashboards/mesh-observatory.yaml',
  'datasources/mesh-observatory.yaml',
  'plugins/mesh-observatory.yaml',
];

it('without any setting takes the rules on the mesh data source and leaves notifications to Grafana', async () => {
  const { stdout } = await select({});
  expect(chosen()).toEqual(['alerting/mesh-rules.yaml', ...always, noPrometheus].sort());
  expect(stdout).toBe(
    'provisioning: mesh data source, dashboards, app, alert rules on the mesh data source, ' +
      "nobody is notified of alerts unless Grafana's own settings say so (ALERT_... in docs/monitoring.md)\n",
  );
});

it('takes Prometheus, and its variant of the rules only instead of the other', async () => {
  await select({ PROMETHEUS_URL: 'http://prometheus:9090' });
  expect(chosen()).toEqual(['alerting/mesh-rules.yaml', ...always, 'datasources/prometheus.yaml'].sort());
  await select({ PROMETHEUS_URL: 'http://prometheus:9090', ALERT_RULES: 'prometheus' });
  expect(chosen()).toEqual(['alerting/mesh-rules.yaml', ...always, 'datasources/prometheus.yaml'].sort());
  const rules = await readFile(join(target, 'alerting/mesh-rules.yaml'), 'utf8');
  expect(rules).toBe(await readFile(join(source, 'optional/prometheus/rules.yaml'), 'utf8'));
});

it('without Prometheus and without rules deletes what an earlier start had', async () => {
  await select({ ALERT_RULES: 'none' });
  expect(chosen()).toEqual(['alerting/mesh-rules.yaml', ...always, noPrometheus].sort());
  expect(await readTarget(noPrometheus)).toEqual({
    apiVersion: 1,
    deleteDatasources: [{ name: 'Mesh Prometheus', orgId: 1 }],
  });
  const { groups } = parse(await readFile(join(source, 'alerting/mesh-rules.yaml'), 'utf8')) as {
    groups: { rules: { uid: string }[] }[];
  };
  expect(await readTarget('alerting/mesh-rules.yaml')).toEqual({
    apiVersion: 1,
    deleteRules: groups.flatMap(({ rules }) => rules.map(({ uid }) => ({ orgId: 1, uid }))),
  });
});

it('is the default data source, unless yours is', async () => {
  const isDefault = async () =>
    ((await readTarget('datasources/mesh-observatory.yaml')) as { datasources: { isDefault?: boolean }[] })
      .datasources[0]!.isDefault;
  await select({});
  expect(await isDefault()).toBe(true);
  const own = await mkdtemp(join(tmpdir(), 'mesh-own-'));
  try {
    await cp(source, own, { recursive: true });
    writeFileSync(join(own, 'datasources', 'weather.yml'), 'datasources:\n  - name: Weather\n    isDefault: true\n');
    await run('sh', [join(source, 'select.sh'), own, target], { env: { PATH: process.env.PATH } });
    expect(await isDefault()).toBeUndefined();
  } finally {
    await rm(own, { recursive: true });
  }
});

const readTarget = async (name: string) => parse(await readFile(join(target, name), 'utf8')) as unknown;

const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  webhook: { ALERT_WEBHOOK_URL: 'http://127.0.0.1:1/hook' },
  ntfy: { ALERT_NTFY_URL: 'https://ntfy.sh/our-mesh' },
  email: { ALERT_EMAIL_TO: 'me@example.org', GF_SMTP_ENABLED: 'true' },
  telegram: { ALERT_TELEGRAM_BOT_TOKEN: '1:a', ALERT_TELEGRAM_CHAT_ID: '-100' },
  discord: { ALERT_DISCORD_URL: 'https://discord.com/api/webhooks/1/a' },
};

it.each(Object.entries(ways))('%s comes with the policy and the words that use it', async (way, env) => {
  await select(env);
  const files = chosen().filter((name) => name.includes('notify'));
  expect(files).toEqual(
    [`notify-${way}`, 'notify-policy', 'notify-template', 'notify-unused']
      .map((name) => `alerting/${name}.yaml`)
      .sort(),
  );
  const read = async (name: string) => (await readTarget(name)) as Record<string, unknown>;
  const { policies } = await read('alerting/notify-policy.yaml');
  const { contactPoints } = await read(`alerting/notify-${way}.yaml`);
  const [policy] = policies as { receiver: string; routes: { receiver: string }[] }[];
  const [contactPoint] = contactPoints as { name: string }[];
  const { deleteContactPoints } = await read('alerting/notify-unused.yaml');
  const others = Object.keys(ways).filter((other) => other !== way);
  expect((deleteContactPoints as { uid: string }[]).map(({ uid }) => uid).sort()).toEqual(
    others.map((other) => `mesh-${other}`).sort(),
  );
  expect([policy!.receiver, ...policy!.routes.map(({ receiver }) => receiver)]).toEqual(
    Array(3).fill(contactPoint!.name),
  );
});

it('several ways join one contact point, each with a uid of its own', async () => {
  await select(Object.assign({}, ...Object.values(ways)) as Record<string, string>);
  const points = await Promise.all(
    chosen()
      .filter((name) => name.includes('notify-'))
      .map(async (name) => parse(await readFile(join(target, name), 'utf8')) as PointsFile),
  );
  const all = points.flatMap(({ contactPoints = [] }) => contactPoints);
  expect(new Set(all.map(({ name }) => name))).toEqual(new Set(['Mesh Observatory']));
  expect(new Set(all.flatMap(({ receivers }) => receivers.map(({ uid }) => uid))).size).toBe(Object.keys(ways).length);
});
interface PointsFile {
  readonly contactPoints?: { readonly name: string; readonly receivers: { readonly uid: string }[] }[];
}

it('every variable that a chosen file reads is one that was asked for', async () => {
  const set = { COLLECTOR_URL: 'x', API_TOKEN: 'x', DASHBOARDS_PATH: 'x', PROMETHEUS_URL: 'x' };
  await select(set);
  for (const name of chosen().filter((file) => !/rules|notify/.test(file))) {
    const content = JSON.stringify(parse(await readFile(join(target, name), 'utf8')));
    for (const [, variable] of content.matchAll(/\$\{?(\w+)/g)) expect(set).toHaveProperty(variable!);
  }
});

it('takes back what an earlier start chose', async () => {
  const without = ['alerting/mesh-rules.yaml', ...always, noPrometheus].sort();
  await select(ways.email!);
  await select({});
  expect(chosen()).toEqual(without);
  await select({ ALERT_NOTIFY: 'remove' });
  expect(chosen()).toEqual(['alerting/notify-remove.yaml', ...without].sort());
});

it('removes notifications once, so that what people set up afterwards stays', async () => {
  const data = await mkdtemp(join(tmpdir(), 'mesh-data-'));
  try {
    const removes = async (notify: string) => {
      await select({ ALERT_NOTIFY: notify, GF_PATHS_DATA: data });
      return chosen().includes('alerting/notify-remove.yaml');
    };
    expect([await removes('remove'), await removes('remove'), await removes(''), await removes('remove')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  } finally {
    await rm(data, { recursive: true });
  }
});

it.each(['0123', '12e34', '-1001234', 'true', "it's $5 ${HOME} # not a comment", 'a: b', '\\n', '=x'])(
  'hands over %j as that very text',
  async (value) => {
    await select({ ALERT_TELEGRAM_BOT_TOKEN: value, ALERT_TELEGRAM_CHAT_ID: value, ALERT_WEBHOOK_URL: value });
    const settings = async (way: string) =>
      (
        (await readTarget(`alerting/notify-${way}.yaml`)) as {
          contactPoints: { receivers: { settings: Record<string, unknown> }[] }[];
        }
      ).contactPoints[0]!.receivers[0]!.settings;
    // Grafana reads two dollars as one.
    const asGrafana = (text: unknown) => String(text).replaceAll('$$', '$');
    const [telegram, webhook] = [await settings('telegram'), await settings('webhook')];
    expect([telegram.bottoken, telegram.chatid, webhook.url].map((text) => typeof text)).toEqual(
      Array(3).fill('string'),
    );
    expect([telegram.bottoken, telegram.chatid, webhook.url].map(asGrafana)).toEqual(Array(3).fill(value));
  },
);

it('keeps secrets from other users of the machine', async () => {
  await select(ways.telegram!);
  expect((await stat(join(target, 'alerting/notify-telegram.yaml'))).mode & 0o077).toBe(0);
});

it('takes along what people put beside our files', async () => {
  const own = await mkdtemp(join(tmpdir(), 'mesh-own-'));
  try {
    await cp(source, own, { recursive: true });
    writeFileSync(join(own, 'datasources', 'weather.yml'), 'apiVersion: 1');
    await run('sh', [join(source, 'select.sh'), own, target], { env: { PATH: process.env.PATH } });
    expect(readdirSync(join(target, 'datasources')).sort()).toEqual([
      'mesh-observatory.yaml',
      'no-prometheus.yaml',
      'weather.yml',
    ]);
    rmSync(join(own, 'datasources', 'weather.yml'));
    await run('sh', [join(source, 'select.sh'), own, target], { env: { PATH: process.env.PATH } });
    expect(readdirSync(join(target, 'datasources')).sort()).toEqual(['mesh-observatory.yaml', 'no-prometheus.yaml']);
  } finally {
    await rm(own, { recursive: true });
  }
});

it.each([
  ['ALERT_RULES is "Prometheus"; allowed: mesh, prometheus, none', { ALERT_RULES: 'Prometheus' }],
  ['ALERT_RULES=prometheus needs PROMETHEUS_URL', { ALERT_RULES: 'prometheus' }],
  ['ALERT_TELEGRAM_BOT_TOKEN needs ALERT_TELEGRAM_CHAT_ID', { ALERT_TELEGRAM_BOT_TOKEN: 'secret' }],
  [
    'ALERT_EMAIL_TO needs a mail server: GF_SMTP_ENABLED=true, GF_SMTP_HOST, and what it asks for',
    { ALERT_EMAIL_TO: 'me@example.org' },
  ],
  ['ALERT_NOTIFY is "off"; allowed: nothing, remove', { ALERT_NOTIFY: 'off' }],
])('says "%s" and ends with 64', async (message, env) => {
  await expect(select(env)).rejects.toMatchObject({ code: 64, stderr: `provisioning: ${message}\n` });
});

it('does not eat its own source', async () => {
  await expect(select({}, source)).rejects.toMatchObject({ code: 64 });
});

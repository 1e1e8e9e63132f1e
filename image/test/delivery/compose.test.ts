import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type * as AjvModule from 'ajv';
import { loadCompose, read, repository, variablesUsed, type Service } from './compose-file.js';

// ajv 8 is CommonJS; a default import of it means different things to TypeScript and to Node.
const require = createRequire(import.meta.url);
const { Ajv } = require('ajv') as typeof AjvModule;

const compose = loadCompose();
const services = Object.entries(compose.services);
const lasting = services.filter(([, service]) => service.restart !== 'no');

const each = <T>(entries: readonly (readonly [string, T])[]) => entries.map(([name, value]) => ({ name, value }));
const megabytes = (limit: unknown) => Number(/^(\d+)m$/.exec(String(limit))?.[1]);

describe('docker-compose.yml', () => {
  const validator = (file: string) => {
    // Formats are names of checks that Compose itself has in its program.
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    // The older schema names its parts by `id`, which ajv does not take; nothing refers to them by it.
    const withoutIds = (key: string, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value);
    const schema = JSON.parse(read(`image/schemas/${file}`), withoutIds) as Record<string, unknown>;
    const { $schema: _dialect, ...rules } = schema;
    return ajv.compile(rules);
  };
  const lowest = validator('compose-1.29.json');
  const newest = validator('compose-spec.json');
  const withKey = (key: Readonly<Record<string, unknown>>) => {
    const { services: all, ...rest } = loadCompose();
    return { ...rest, services: { ...all, observatory: { ...all.observatory, ...key } } };
  };

  it.each([
    { name: 'Compose 1.29, the lowest version that the documentation promises', valid: lowest },
    { name: 'the newest Compose specification', valid: newest },
  ])('follows $name', ({ valid }) => {
    valid(loadCompose());
    expect(valid.errors ?? []).toEqual([]);
  });

  it('would be refused with a misspelled key, or with one that Docker 20.10 does not know', () => {
    expect(newest(withKey({ mem_limt: '1g' }))).toBe(false);
    // Docker refuses this one before version 25.
    const health = { test: ['CMD', 'health'], start_interval: '5s' };
    expect(newest(withKey({ healthcheck: health }))).toBe(true);
    expect(lowest(withKey({ healthcheck: health }))).toBe(false);
    expect(lowest({ ...loadCompose(), name: 'a-project' })).toBe(false);
  });

  it('has no variable in the default of another, which Compose 1.29 takes as text', () => {
    expect(read('docker-compose.yml')).not.toMatch(/\$\{[^}]*\$/);
  });

  it('names the lowest versions where people read how to start', () => {
    for (const file of ['docker-compose.yml', 'docs/deployment.md']) {
      expect(read(file)).toMatch(/Docker 20\.10 and Compose 1\.29/);
    }
  });

  it('is used in the documentation with commands that Compose 1.29 has', () => {
    const pages = readdirSync(`${repository}docs`).filter((name) => name.endsWith('.md'));
    for (const file of ['README.md', '.env.example', ...pages.map((name) => `docs/${name}`)]) {
      expect({
        file,
        found: read(file).match(/docker compose (alpha|attach|cp|ls|stats|wait|watch)\b|--wait\b/g),
      }).toEqual({
        file,
        found: null,
      });
    }
  });

  it('starts collector, Grafana, broker and Prometheus without a word, and the rest when named', () => {
    const named = Object.fromEntries(services.map(([name, service]) => [name, service.profiles ?? []]));
    expect(named).toEqual({
      setup: [],
      mosquitto: [],
      observatory: [],
      prometheus: [],
      demo: ['demo'],
      edge: ['edge'],
      dev: ['dev'],
    });
  });

  it.each(each(services))('binds the ports of $name to loopback unless told otherwise', ({ value }) => {
    for (const port of value.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(each(services))('hardens $name', ({ value }) => {
    expect(value).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      pids_limit: expect.any(Number),
      logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
    });
    expect(value).not.toHaveProperty('privileged');
    // Programs make temporary files, and the root is read-only.
    expect(value.tmpfs).toContainEqual(expect.stringMatching(/^\/tmp:mode=1777,/));
    expect(megabytes(value.mem_limit)).toBeGreaterThan(0);
  });

  it.each(each(lasting))('runs $name as a user of its own, restarts it and asks for its health', ({ value }) => {
    expect(value.user).toMatch(/^[1-9]\d*:\d+$/);
    expect(value).not.toHaveProperty('cap_add');
    expect(value.restart).toBe('unless-stopped');
    expect(value.healthcheck).toMatchObject({ test: expect.any(Array), interval: expect.any(String) });
    expect(value.stop_grace_period).toBe('30s');
  });

  it('lets only the service that hands out files change their owners, and gives it no network', () => {
    const setup = compose.services.setup!;
    expect(setup.cap_add).toEqual(['CHOWN', 'DAC_OVERRIDE', 'FOWNER']);
    expect(setup.network_mode).toBe('none');
    expect(setup.restart).toBe('no');
  });

  it.each([
    { name: 'observatory', memory: 1024 },
    { name: 'demo', memory: 1024 },
    { name: 'dev', memory: 1024 },
    // 350 MB with three viewers and Grafana 12.
    { name: 'edge', memory: 768 },
  ])('gives $name $memory MB, 512 processes and threads, and writable places in memory', ({ name, memory }) => {
    const service = compose.services[name]!;
    expect(megabytes(service.mem_limit)).toBe(memory);
    expect(service.pids_limit).toBe(512);
    expect(service.tmpfs?.map((place) => place.split(':')[0])).toEqual(['/tmp', '/run/mesh-observatory']);
    expect(service.volumes).toContainEqual(expect.stringMatching(/^[a-z]+-data:\/data$/));
  });

  it('has the limits that people set by hand', () => {
    const { mem_limit: memory, pids_limit: pids } = compose.services.observatory!;
    expect(megabytes(memory)).toBe(1024);
    for (const file of ['docs/deployment.md', '.github/workflows/image.yml']) {
      expect({ file, found: read(file).match(/--memory \S+ --pids-limit \d+/g) }).toEqual({
        file,
        found: [`--memory 1g --pids-limit ${String(pids)}`],
      });
    }
    expect(read('deploy/kubernetes.yaml')).toContain('limits: { memory: 1Gi }');
  });

  it('declares every named volume it uses, and no other', () => {
    const used = services.flatMap(([, service]) =>
      (service.volumes ?? []).map((volume) => volume.split(':')[0]!).filter((source) => !source.startsWith('.')),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('names volumes independently of the folder, so that a copy of it elsewhere finds its data', () => {
    const names = Object.fromEntries(Object.entries(compose.volumes).map(([key, volume]) => [key, volume.name]));
    expect(names).toEqual(Object.fromEntries(Object.keys(names).map((key) => [key, `mesh-observatory_${key}`])));
    expect(loadCompose({ VOLUME_PREFIX: 'second' }).volumes['demo-data']!.name).toBe('second_demo-data');
  });

  it('mounts only files and folders that are there', () => {
    const missing = services
      .flatMap(([, service]) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0]!)
      .filter((source) => source.startsWith('.') && !existsSync(`${repository}${source}`));
    expect(missing).toEqual([]);
  });

  it('never puts a secret of the full stack into the environment of a service that keeps running', () => {
    // Accounts at other services are given by people, and only Grafana knows what to do with them.
    const secret = /^(?!ALERT_|GF_SMTP_).*(PASSWORD|TOKEN)/;
    const { observatory, mosquitto, prometheus } = compose.services as Record<string, Service>;
    for (const service of [observatory, mosquitto, prometheus]) {
      const bare = Object.keys(service!.environment ?? {}).filter(
        (name) => secret.test(name) && !name.endsWith('_FILE'),
      );
      expect(bare).toEqual([]);
    }
  });

  it('passes on every variable that our provisioning reads', () => {
    const folder = `${repository}provisioning/grafana`;
    const wanted = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ya?ml|sh)$/.test(name))
      .flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/\$\{?(ALERT_[A-Z_]+)/g)])
      .map(([, name]) => name!);
    expect(wanted.length).toBeGreaterThan(0);
    for (const name of ['observatory', 'edge']) {
      expect(Object.keys(compose.services[name]!.environment!)).toEqual(expect.arrayContaining(wanted));
    }
  });
});

describe('.env.example', () => {
  const lines = read('.env.example').split('\n');
  const documented = new Map<string, string>();
  for (const line of lines) {
    const match = /^#([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (match !== null) documented.set(match[1]!, match[2]!);
  }

  /** Still read, no longer documented. */
  const formerNames = ['DB_BACKUP_ENABLED'];

  it('documents every variable of docker-compose.yml, and no other', () => {
    const used = [...variablesUsed().keys()].filter((name) => !formerNames.includes(name));
    expect([...documented.keys()].sort()).toEqual(used.sort());
  });

  it('shows the defaults that hold', () => {
    const shown = Object.fromEntries([...documented].filter(([, value]) => value !== ''));
    const real = Object.fromEntries([...variablesUsed()].filter(([name]) => name in shown));
    // The collector's own default, which docker-compose.yml leaves to it.
    expect(shown).toEqual({ ...real, STORE_TEXT: 'channels' });
  });

  it('changes nothing when it is copied as it is', () => {
    const active = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(active).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CANARY } from './support/canary.mjs';
import { loadImage } from './support/image.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const HOME = '/opt/mesh-observatory';

const image = loadImage();
const inImage = (path: string) => join(image.root, path);
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .sort();
const plugins = () =>
  filesBelow(inImage(image.environment.GF_PATHS_PLUGINS!))
    .filter((name) => name.endsWith('plugin.json'))
    .map((name) => {
      const path = inImage(join(image.environment.GF_PATHS_PLUGINS!, name));
      const plugin = JSON.parse(readFileSync(path, 'utf8')) as { id: string; executable?: string };
      return { ...plugin, folder: join(path, '..') };
    });
const megabytes = (...paths: string[]) =>
  Number(
    execFileSync('du', ['-sbc', ...paths.map(inImage)], { encoding: 'utf8' })
      .split('\n')
      .at(-2)!
      .split('\t')[0],
  ) / 1e6;

describe('the settings of the image', () => {
  it('run as the user of Grafana, by our entry point, and stop by SIGTERM', () => {
    expect(image.settings).toMatchObject({
      User: '472:0',
      Entrypoint: [`${HOME}/bin/start`],
      StopSignal: 'SIGTERM',
      Volumes: { '/data': {} },
      ExposedPorts: { '3000/tcp': {}, '8080/tcp': {}, '1883/tcp': {} },
    });
    expect(image.settings.Healthcheck).toMatchObject({ Test: ['CMD', 'health'], Retries: 3 });
  });

  it('name the image, its licenses and its base', () => {
    expect(image.settings.Labels).toMatchObject({
      'org.opencontainers.image.title': 'Mesh Observatory',
      'org.opencontainers.image.licenses': expect.stringContaining('GPL-3.0-or-later'),
      'org.opencontainers.image.base.name': expect.stringMatching(/grafana\/grafana:13\.[\d.]+-ubuntu$/),
    });
  });

  it('keep Grafana from calling anybody', () => {
    expect(image.environment).toMatchObject({
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
      GF_SECURITY_DISABLE_GRAVATAR: 'true',
      GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
      GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
    });
  });
});

describe('the files of the image', () => {
  it('hold the app with its data source and its panel, unsigned ones being allowed by these ids alone', () => {
    const ids = plugins().map((plugin) => plugin.id);
    expect(ids.sort()).toEqual([
      'meshobservatory-meshtastic-app',
      'meshobservatory-meshtastic-datasource',
      'meshobservatory-meshtastic-panel',
    ]);
    expect(image.environment.GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS!.split(',').sort()).toEqual(ids);
    for (const { folder } of plugins()) expect(existsSync(join(folder, 'module.js'))).toBe(true);
  });

  it('hold an executable for both processors for each plugin that has a backend', () => {
    for (const { folder, executable } of plugins()) {
      if (executable === undefined) continue;
      for (const processor of ['amd64', 'arm64']) {
        expect(statSync(join(folder, `${executable}_linux_${processor}`)).mode & 0o555).toBe(0o555);
      }
    }
  });

  it('hold every dashboard, the first page among them, and all of our provisioning', () => {
    for (const [ours, theirs] of [
      ['dashboards/json', `${HOME}/dashboards`],
      ['provisioning/grafana', '/etc/grafana/provisioning'],
    ] as const) {
      const expected = filesBelow(join(REPOSITORY, ours));
      expect(expected.length).toBeGreaterThan(0);
      expect(filesBelow(inImage(theirs))).toEqual(expect.arrayContaining(expected));
    }
    expect(existsSync(inImage(image.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH!))).toBe(true);
  });

  it('belong to root and are read-only to the user that runs', () => {
    const writable = execFileSync(
      'find',
      [inImage(HOME), '-not', '-type', 'l', '(', '-not', '-user', 'root', '-o', '-perm', '/022', ')'],
      { encoding: 'utf8' },
    );
    expect(writable).toBe('');
  });

  it('hold no secret of the machine that built it, in no layer and in no record', () => {
    const found = execFileSync('sh', ['-c', 'grep -rlF --devices=skip "$1" "$2" || true', 'sh', CANARY, image.root], {
      encoding: 'utf8',
    });
    expect(found).toBe('');
    expect(image.record).not.toContain(CANARY);
    const names = Object.keys(image.environment).filter((name) => /PASSWORD|TOKEN|SECRET|KEY(?!_RETRIEVAL)/.test(name));
    expect(names).toEqual([]);
    expect(readdirSync(inImage('/data'))).toEqual([]);
  });

  it('hold neither compilers nor package managers for JavaScript', () => {
    for (const path of [
      'usr/bin/g++',
      'usr/bin/npm',
      'usr/local/bin/npm',
      `${HOME}/collector/node_modules/typescript`,
    ]) {
      expect(existsSync(inImage(path))).toBe(false);
    }
  });

  it('need no newer C library than the oldest Ubuntu that Grafana may stand on', () => {
    const module = readFileSync(
      inImage(`${HOME}/collector/node_modules/better-sqlite3/build/Release/better_sqlite3.node`),
      'latin1',
    );
    const needed = [...module.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
    // Ubuntu 22.04 has 2.35.
    expect(Math.max(...needed)).toBeLessThanOrEqual(35);
  });

  it('stay small: what is ours is Node and little else', () => {
    const sizes = {
      node: megabytes('/usr/bin/node'),
      collector: megabytes(`${HOME}/collector`),
      plugins: megabytes(`${HOME}/plugins`),
      dashboards: megabytes(`${HOME}/dashboards`),
    };
    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    const listed = Object.entries(sizes).map(([name, size]) => `${name} ${size.toFixed(1)}`);
    process.stderr.write(
      `Size of what is ours, in MB: ${listed.join(', ')}; together ${total.toFixed(0)}. ` +
        `Layers over the base: ${(image.layerBytes.slice(1).reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)} (with s6 and Debian's updates).\n`,
    );
    expect(total).toBeLessThan(230);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { executable } from './support/built';
import { startPlugin, type PluginHost } from './support/host';

describe('the handshake', () => {
  const started: PluginHost[] = [];
  const start = async (...options: Parameters<typeof startPlugin>) => {
    const plugin = await startPlugin(...options);
    started.push(plugin);
    return plugin;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((plugin) => plugin.kill()));
  });

  it('is one line on standard output, and nothing follows it', async () => {
    const plugin = await start();
    await plugin.kill();
    expect(plugin.stdout().split('\n')).toEqual([expect.stringMatching(/^1\|2\|unix\|\/.+\|grpc$/), '']);
  });

  it('names a socket that only this user can reach', async () => {
    const { announced } = await start();
    expect(statSync(announced.address).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(announced.address)).mode & 0o777).toBe(0o700);
  });

  it('puts the socket where a host with a read-only temporary folder wants it, and tidies up', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mo-'));
    const plugin = await start({ environment: { PLUGIN_UNIX_SOCKET_DIR: folder } });
    expect(plugin.announced.address.startsWith(`${folder}/`)).toBe(true);
    await plugin.kill();
    expect(existsSync(dirname(plugin.announced.address))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('takes a loopback port where there is no folder for a socket', async () => {
    const nowhere = { PLUGIN_UNIX_SOCKET_DIR: '/proc/none', TMPDIR: '/proc/none' };
    const { announced } = await start({ environment: nowhere });
    expect(announced).toEqual({ network: 'tcp', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  });

  it('works below a package.json that makes other files ES modules', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mo-'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const copy = join(folder, 'gpx_mesh_observatory_linux_amd64');
    await copyFile(executable, copy);
    await start({ file: copy });
    rmSync(folder, { recursive: true });
  });

  it('tells people who start it by hand what it is for, on standard error', () => {
    const { status, stdout, stderr } = spawnSync(executable, { env: {}, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Grafana starts it; it does nothing on its own');
  });

  it('does not start with the cookie of another kind of plugin', () => {
    const { status, stdout } = spawnSync(executable, { env: { grafana_plugin_type: 'renderer' }, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  it('writes what it does as lines of hclog', async () => {
    const plugin = await start();
    await plugin.kill();
    expect(plugin.log()).toMatchObject([
      { '@level': 'info', '@message': 'Mesh Observatory backend started', node: process.version },
      { '@level': 'info', '@message': 'Mesh Observatory backend ends', reason: 'Grafana asked for it' },
    ]);
  });
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@mesh-observatory/test-kit/until';
import { executable } from './support/built';
import { startPlugin, untilGone } from './support/host';
import { grafanaEnvironment } from './support/process';
import { queryDataRequest } from './support/requests';
import { startStubCollector } from './support/stubCollector';

describe('the process of the backend', () => {
  it('ends at once when Grafana asks, with a query under way', async () => {
    const collector = await startStubCollector(() => undefined);
    const plugin = await startPlugin();
    plugin
      .call(
        'Data',
        'QueryData',
        queryDataRequest(collector, [{ refId: 'A', model: { queryType: 'nodes', version: 1 } }]),
      )
      .catch(() => undefined);
    await until(async () => collector.heard.length === 1, { what: 'the query arrives' });
    expect(await plugin.kill()).toEqual({ graceful: true });
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(dirname(plugin.announced.address))).toBe(false);
    await until(async () => collector.heard[0]?.abandoned, { what: 'the request is abandoned' });
    await collector.stop();
  });

  it('starts again after it was ended by force', async () => {
    const plugin = await startPlugin();
    plugin.child.kill('SIGKILL');
    await plugin.exited;
    const again = await startPlugin();
    expect(again.announced.address).not.toBe(plugin.announced.address);
    expect(await again.kill()).toEqual({ graceful: true });
    rmSync(dirname(plugin.announced.address), { recursive: true });
  });

  it('ends at SIGTERM', async () => {
    const plugin = await startPlugin();
    plugin.child.kill('SIGTERM');
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(dirname(plugin.announced.address))).toBe(false);
  });

  it('goes on at Ctrl-C, which reaches Grafana and its plugins at the same time', async () => {
    const plugin = await startPlugin();
    plugin.child.kill('SIGINT');
    expect(await plugin.call('Health', 'Check', {})).toMatchObject({ status: 'SERVING' });
    await plugin.kill();
  });

  it('leaves no orphan when Grafana is killed', async () => {
    // A parent in between, to be killed in place of this process. It keeps the pipes open, as a container does.
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.argv[1], [], { stdio: ['ignore', 'inherit', 'inherit'] });
      process.stdout.write(child.pid + '\\n');
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['-e', script, executable], {
      env: grafanaEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
    const said = [(await lines.next()).value as string, (await lines.next()).value as string];
    const pid = Number(said.find((line) => /^\d+$/.test(line)));
    const address = said.find((line) => line.startsWith('1|2|'))?.split('|')[3] ?? '';
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('gpx_mesh_observatory');
    parent.kill('SIGKILL');
    await untilGone(pid);
    expect(existsSync(dirname(address))).toBe(false);
  });

  it('stays below 80 MB when idle', async () => {
    const plugin = await startPlugin();
    const status = readFileSync(`/proc/${plugin.child.pid}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
    expect(kilobytes).toBeGreaterThan(10_000);
    expect(kilobytes).toBeLessThan(80_000);
    await plugin.kill();
  });
});

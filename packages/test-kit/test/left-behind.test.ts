import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnProgram, untilReady, type Program } from '@mesh-observatory/test-kit/child-process';
import { endLeftovers } from '@mesh-observatory/test-kit/leftovers';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const run = (script: string): Program => spawnProgram(process.execPath, ['-e', script]);
const FOREVER = 'setInterval(() => {}, 1000);';
const never = new Promise<never>(() => undefined);

describe('untilReady', () => {
  it('ends the child when starting fails, and says what the child wrote', async () => {
    const child = run(`console.error('out of luck'); ${FOREVER}`);
    await until(() => child.stderr !== '');
    await expect(untilReady('It', child, Promise.reject(new Error('not today')))).rejects.toThrow(
      'not today:\nout of luck',
    );
    expect(isAlive(child.pid)).toBe(false);
  });

  it('ends the child when it is not ready in time', async () => {
    const child = run(FOREVER);
    await expect(untilReady('It', child, never, 10)).rejects.toThrow('It was not ready after 0.01 s');
    expect(isAlive(child.pid)).toBe(false);
  });

  it('fails with the exit code of a child that ends instead', async () => {
    await expect(untilReady('It', run('process.exit(7)'), never)).rejects.toThrow('It ended with 7');
  });

  it('fails when there is no such program', async () => {
    await expect(untilReady('It', spawnProgram('/no/such/program', []), never)).rejects.toThrow('ENOENT');
  });
});

describe('a program', () => {
  it('can be stopped as often as one likes, also after its end', async () => {
    const child = run(FOREVER);
    await Promise.all([child.stop(), child.stop()]);
    expect(await child.stop()).toBeNull();
    await child.kill();
    expect(child.hasEnded).toBe(true);
  });

  it('is ended after the test file when nobody has stopped it', async () => {
    const child = run(FOREVER);
    await endLeftovers();
    expect(isAlive(child.pid)).toBe(false);
  });

  it('is ended, and its folder removed, when the process of the tests exits', async () => {
    const { status, stdout } = spawnSync(process.execPath, [
      fileURLToPath(new URL('./left-behind.mjs', import.meta.url)),
    ]);
    expect(status).toBe(1);
    const { pid, path } = JSON.parse(stdout.toString()) as { pid: number; path: string };
    await until(() => !isAlive(pid));
    expect(existsSync(path)).toBe(false);
  });
});

describe('a temporary folder', () => {
  it('is removed after the test file when nobody has removed it', async () => {
    const folder = temporaryFolder();
    expect(existsSync(folder.path)).toBe(true);
    await endLeftovers();
    expect(existsSync(folder.path)).toBe(false);
    folder.remove();
  });
});

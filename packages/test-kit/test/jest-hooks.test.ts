import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';

const JEST = createRequire(import.meta.url).resolve('jest/bin/jest');
const kit = (file: string) => fileURLToPath(new URL(`../dist/${file}.js`, import.meta.url));

describe('a test file whose beforeAll fails', () => {
  it('leaves no child and no folder behind', () => {
    const { path } = temporaryFolder('failing-tests-');
    const seen = join(path, 'seen.json');
    writeFileSync(join(path, 'package.json'), '{"type":"module"}');
    writeFileSync(join(path, 'jest.config.js'), "export default { testMatch: ['**/*.check.js'], transform: {} };");
    writeFileSync(
      join(path, 'failing.check.js'),
      `import { writeFileSync } from 'node:fs';
       import { spawnProgram } from ${JSON.stringify(kit('child-process'))};
       import { temporaryFolder } from ${JSON.stringify(kit('temporary-folder'))};
       beforeAll(() => {
         const { pid } = spawnProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
         writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ pid, path: temporaryFolder().path }));
         throw new Error('no luck');
       });
       test('is not reached', () => undefined);`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--experimental-vm-modules', JEST, '--rootDir', path, '--config', join(path, 'jest.config.js'), '--runInBand'],
      { cwd: path, encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('no luck');
    const { pid, path: folder } = JSON.parse(readFileSync(seen, 'utf8')) as { pid: number; path: string };
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(folder)).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { repository } from './compose-file.js';

const { path: folder } = temporaryFolder('show-access-');
const made = join(folder, 'made');
const missing = join(folder, 'missing');

function showAccess(environment: Record<string, string>) {
  const program = join(repository, 'image/bin/show-access');
  return spawnSync('sh', [program], { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment } });
}

describe('show-access', () => {
  it('prints what was made, and of what was set only that it was', () => {
    writeFileSync(made, 'made-at-start');
    const { status, stdout } = showAccess({ API_TOKEN: 'my-own', GF_SECURITY_ADMIN_PASSWORD__FILE: made });
    expect(status).toBe(0);
    expect(stdout).toMatch(/password +made-at-start\n/);
    expect(stdout).toMatch(/token +the one you set\n/);
    expect(stdout).not.toContain('my-own');
  });

  it('says what to do first while there is nothing to show', () => {
    const { status, stdout, stderr } = showAccess({ API_TOKEN_FILE: missing, GF_SECURITY_ADMIN_PASSWORD: 'x' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain(`none yet: ${missing} is missing or empty; start the container first`);
  });
});

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { executable } from './support/built';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('the flavors', () => {
  it('declare the backend in the self-hosted one only', () => {
    const built = read(join(dirname(executable), 'plugin.json'));
    const source = read(join(root, 'src', 'datasource', 'plugin.json'));
    expect(built).toMatchObject({ alerting: true, backend: true, executable: 'gpx_mesh_observatory' });
    for (const name of ['alerting', 'backend', 'executable']) {
      expect(source).not.toHaveProperty(name);
    }
  });

  it('have the same file under the name of every kind of machine', () => {
    const files = ['amd64', 'arm64', 'arm'].map((machine) =>
      readFileSync(join(dirname(executable), `gpx_mesh_observatory_linux_${machine}`)),
    );
    expect(new Set(files.map(String)).size).toBe(1);
  });

  it('pass on the licenses of what is bundled', () => {
    const notices = readFileSync(join(dirname(executable), 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/@grpc\/grpc-js [\d.]+ \(Apache-2\.0\)/);
    expect(notices).toMatch(/\nprom-client [\d.]+ \(Apache-2.0\)/);
    // Grafana's libraries would come in through code that is shared with the browser.
    expect(notices).not.toMatch(/@grafana\/|\nreact |\nrxjs /);
    expect(notices).not.toMatch(/UNLICENSED|GPL-3\.0-or-later\)/);
  });
});

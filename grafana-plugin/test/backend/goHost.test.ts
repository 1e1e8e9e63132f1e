import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executable } from './support/built';
import { frameFor, startStubCollector, type StubCollector } from './support/stubCollector';

const LIBRARY = '/usr/share/gocode/src/github.com/hashicorp/go-plugin';
const hasGo = existsSync(LIBRARY) && spawnSync('go', ['version']).status === 0;

interface Report {
  readonly error?: string;
  readonly negotiated: number;
  readonly ping: string;
  readonly query: Readonly<Record<string, object>> | null;
  readonly queryError?: string;
  readonly healthStatus: number;
  readonly health: string;
  readonly metrics: number;
  readonly exited: boolean;
  readonly log: readonly string[];
}

describe('a host made of the real go-plugin library', () => {
  let folder: string;
  let collector: StubCollector;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mo-go-'));
    if (!hasGo) {
      throw new Error('Go or its go-plugin library is missing: run `node scripts/tools.mjs` in the root folder.');
    }
    const { status, stderr } = spawnSync('go', ['build', '-o', join(folder, 'host'), '.'], {
      cwd: join(import.meta.dirname, 'go-host'),
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? folder,
        GOPATH: '/usr/share/gocode',
        GO111MODULE: 'off',
      },
    });
    if (status !== 0) {
      throw new Error(`The host does not build. ${stderr}`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    collector = await startStubCollector();
  });
  afterEach(async () => {
    await collector.stop();
  });

  async function host(file: string): Promise<Report> {
    const child = spawn(join(folder, 'host'), [file, collector.url, 'the-token'], {
      env: {},
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
    }
    return JSON.parse(output) as Report;
  }
  const said = ({ log }: Report) =>
    log
      .map((line) => JSON.parse(line) as Record<string, string>)
      .map((line) => `${line['@level']} ${line['@message']}`);

  it('shakes hands, asks, and ends the backend without force', async () => {
    const report = await host(executable);
    expect(report).toMatchObject({ negotiated: 2, ping: 'ok', healthStatus: 1, exited: true });
    expect(report.query).toEqual({
      A: { frames: [frameFor('A')], error: '', status: 200, source: '', format: 1 },
      B: {
        frames: [],
        error: '"nonsense" is not a node id. A node id is "!" and eight hex digits, such as !a1b2c3d4.',
        status: 400,
        source: 'downstream',
        format: 1,
      },
    });
    expect(report.health).toMatch(/^Connected to Mesh Observatory 0\.1\.0: 1 of 1 broker connected/);
    expect(report.metrics).toBeGreaterThan(1000);
    expect(collector.heard[0]?.headers.authorization).toBe('Bearer the-token');
    expect(said(report).filter((line) => /^(warn|error)/.test(line))).toEqual([]);
    expect(said(report)).toContain('info Mesh Observatory backend started');
  });

  it('still takes the plugin when there is no Node.js, and is told why nothing works', async () => {
    // Without a backend that starts, Grafana would leave out the whole data source, dashboards included.
    const file = join(folder, 'gpx_mesh_observatory_linux_none');
    writeFileSync(file, readFileSync(executable, 'utf8').replace('>= 20', '>= 2000'), { mode: 0o755 });
    const report = await host(file);
    expect(report).toMatchObject({ negotiated: 2, exited: true });
    expect(report.error).toBeUndefined();
    expect(report.queryError).toContain('Mesh Observatory needs Node.js 20 or newer on the Grafana server');
    expect(said(report)).toContainEqual(expect.stringMatching(/^error Mesh Observatory needs Node\.js 20 or newer/));
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const repository = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, repository), 'utf8');

/** Workspaces of the root package; `packages/*` stands for every folder in it. */
function workspaces(): string[] {
  const { workspaces: patterns } = JSON.parse(read('package.json')) as { workspaces: string[] };
  return patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const folder = pattern.slice(0, -1);
    return readdirSync(new URL(folder, repository)).map((name) => `${folder}${name}`);
  });
}

/** The variables of the image; a service of docker-compose.yml may set them otherwise. */
const environment = Object.fromEntries(
  [...read('Dockerfile').matchAll(/^(?:ENV| {3}) ([A-Z][A-Z0-9_]*)=(\S*)/gm)].map(([, name, value]) => [name!, value!]),
);

const stagesWithNpmCi = read('Dockerfile')
  .split(/^FROM /m)
  .filter((stage) => stage.includes('RUN npm ci'));
const chosen = (command: string) => [...command.matchAll(/ -w (\S+)/g)].map(([, workspace]) => workspace!);

describe('the Dockerfile', () => {
  it('opens the database of Grafana with a write-ahead log, wherever the image runs', () => {
    expect(environment).toMatchObject({ GF_DATABASE_WAL: 'true' });
    expect(read('docker-compose.yml')).not.toContain('GF_DATABASE_WAL');
  });

  it('leaves compressing to a reverse proxy, which the documentation shows how to do', () => {
    expect(environment).toMatchObject({ GF_SERVER_ENABLE_GZIP: 'false' });
    expect(read('docs/deployment.md')).toMatch(/^ +encode gzip$[^]*^ +gzip on;$/m);
  });

  it('copies the package.json of every workspace before each npm ci, which would ask a registry for a missing one', () => {
    expect(stagesWithNpmCi).toHaveLength(2);
    for (const stage of stagesWithNpmCi) {
      const copied = [...stage.matchAll(/^COPY (\S+)\/package\.json /gm)].map(([, folder]) => folder);
      expect(copied.sort()).toEqual(workspaces().sort());
    }
  });

  it('installs what the workspaces need that a stage builds, and no others', () => {
    const [build] = stagesWithNpmCi;
    const installed = chosen(/^RUN npm ci.*$/m.exec(build!)![0]);
    const built = [...build!.matchAll(/npm run build.*$/gm)].flatMap(([command]) => chosen(command));
    expect(built).not.toEqual([]);
    expect(installed.sort()).toEqual(built.sort());
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadCompose, read, repository, variablesUsed } from './compose-file.js';

interface PackageJson {
  readonly version: string;
  readonly workspaces: readonly string[];
}
interface ExtraFile {
  readonly type: 'json' | 'generic';
  readonly path: string;
  readonly glob?: boolean;
}
interface ReleaseConfig {
  readonly packages: Readonly<Record<string, { readonly 'extra-files': readonly ExtraFile[] }>>;
}

const { version, workspaces } = JSON.parse(read('package.json')) as PackageJson;

/** Existing files of a path; one folder of it may be `*`. */
function filesOf(pattern: string): string[] {
  const [before, after] = pattern.split('*');
  if (after === undefined) return [pattern];
  const folders = existsSync(`${repository}${before}`) ? readdirSync(`${repository}${before}`).sort() : [];
  return folders.map((folder) => `${before}${folder}${after}`).filter((file) => existsSync(`${repository}${file}`));
}

const packageFiles = workspaces.flatMap((folder) => filesOf(`${folder}/package.json`));
const config = JSON.parse(read('.github/release-please/config.json')) as ReleaseConfig;
const extraFiles = config.packages['.']!['extra-files'];
const filesWith = (type: ExtraFile['type']) =>
  extraFiles.filter((file) => file.type === type).flatMap((file) => (file.glob ? filesOf(file.path) : [file.path]));

/** A text without the versions that the next release replaces, as release-please does. */
function withoutMarkedVersions(text: string): string {
  const blocks = /x-release-please-start-version[\s\S]*?x-release-please-end/g;
  return text.replace(blocks, '').replace(/^.*x-release-please-version.*$/gm, '');
}

describe('one version for everything', () => {
  it.each(packageFiles)('%s has the version of the root package', (file) => {
    expect(JSON.parse(read(file))).toMatchObject({ version });
  });

  it('the lock file has the version of the root package for every workspace', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const ours = Object.entries(packages).filter(([path]) => !path.includes('node_modules/'));
    expect(ours.map(([path]) => path).sort()).toEqual(
      ['', ...packageFiles.map((file) => file.replace('/package.json', ''))].sort(),
    );
    expect(new Set(ours.map(([, entry]) => entry.version))).toEqual(new Set([version]));
  });

  it('Dockerfile, docker-bake.hcl, docker-compose.yml, .env.example and the Kubernetes manifest build or run that version', () => {
    const image = `mesh-observatory:${version}`;
    expect(read('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
    expect(read('image/docker-bake.hcl')).toMatch(new RegExp(`variable "VERSION" \\{\\s+default = "${version}"`));
    expect(loadCompose().services.observatory!.image).toBe(image);
    expect(variablesUsed().get('MESH_OBSERVATORY_IMAGE')).toBe(image);
    expect(read('.env.example')).toContain(`#MESH_OBSERVATORY_IMAGE=${image}\n`);
    expect(read('deploy/kubernetes.yaml')).toContain(`/${image} `);
  });
});

describe('the next release', () => {
  it('raises the version of every workspace', () => {
    expect(filesWith('json')).toEqual(expect.arrayContaining(packageFiles));
  });

  it.each(filesWith('generic'))('finds every version in %s by its marker', (file) => {
    const text = read(file);
    expect(text).toContain(version);
    expect(withoutMarkedVersions(text)).not.toMatch(
      new RegExp(`(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.])`),
    );
  });

  it('needs no edit in workflows, which read the version', () => {
    const workflows = readdirSync(`${repository}.github/workflows`).map((name) => `.github/workflows/${name}`);
    expect(workflows.filter((file) => read(file).includes(version))).toEqual([]);
    expect(workflows).toContain('.github/workflows/release.yml');
  });
});

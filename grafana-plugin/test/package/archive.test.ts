/** The archives as Grafana's plugin validator looks at them, as far as that can be done without it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { readPlugins } from '../../preview/server/plugins.mjs';

const root = join(import.meta.dirname, '..', '..');
const ID = 'meshobservatory-meshtastic-app';

interface PluginJson {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly info: {
    readonly version: string;
    readonly updated: string;
    readonly description: string;
    readonly keywords: string[];
    readonly logos: Record<string, string>;
    readonly screenshots: Array<{ readonly path: string }>;
  };
  readonly includes?: Array<{ readonly type: string; readonly path: string }>;
  readonly dependencies: { readonly grafanaDependency: string };
}

interface SourceMap {
  readonly sources: string[];
  readonly sourcesContent: string[];
}

describe.each(['self-hosted', 'catalog'])('the %s archive', (flavor) => {
  let folder: string;
  let files: Record<string, Uint8Array>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mesh-observatory-package-'));
    execFileSync(process.execPath, [join(root, 'scripts', 'package.mjs'), folder]);
    const archives = readdirSync(folder);
    const archive = archives.find((name) => name.includes('-catalog') === (flavor === 'catalog'))!;
    files = unzipSync(readFileSync(join(folder, archive)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = (path: string) => strFromU8(files[`${ID}/${path}`]!);
  const json = (path: string) => JSON.parse(text(path)) as PluginJson;
  const names = () => Object.keys(files).map((name) => name.slice(ID.length + 1));
  /** Our own files that went into the scripts, by their path in the repository. */
  function ownSources(): Map<string, string> {
    const maps = names().filter((name) => name.endsWith('.js.map'));
    const pairs = maps.flatMap((name) => {
      const { sources, sourcesContent } = JSON.parse(text(name)) as SourceMap;
      const base = join('src', dirname(name) === '.' ? '' : dirname(name));
      return sources.map((source, at): [string, string] => {
        const inside = source.replace(/^webpack:\/\/[^/]*\//, '').replace(/\?.*$/, '');
        return [posix.normalize(posix.join(base, inside)), sourcesContent[at] ?? ''];
      });
    });
    return new Map(pairs.filter(([path]) => path.startsWith('src/') && /\.tsx?$/.test(path)));
  }

  it('has one folder named like the plugin, with what has to be in it', () => {
    expect(new Set(Object.keys(files).map((name) => name.split('/')[0]))).toEqual(new Set([ID]));
    const required = ['plugin.json', 'module.js', 'module.js.map', 'README.md', 'CHANGELOG.md', 'LICENSE'];
    expect(required.filter((name) => !names().includes(name))).toEqual([]);
    expect(text('LICENSE')).toContain('Apache License');
    expect(text('CHANGELOG.md')).toBe(readFileSync(join(root, '..', 'CHANGELOG.md'), 'utf8'));
    expect(names().filter((name) => /node_modules|\.tsx?$|\.test\./.test(name))).toEqual([]);
  });

  it('is found by Grafana when it is unpacked in the folder of plugins', async () => {
    const plugins = join(folder, 'plugins');
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(plugins, name)), { recursive: true });
      writeFileSync(join(plugins, name), content);
    }
    const found = await readPlugins(join(plugins, ID));
    expect(found.map(({ id, type }) => `${type} ${id}`).sort()).toEqual([
      'app meshobservatory-meshtastic-app',
      'datasource meshobservatory-meshtastic-datasource',
      'panel meshobservatory-meshtastic-panel',
    ]);
    expect(found.filter(({ directory }) => !existsSync(join(directory, 'module.js')))).toEqual([]);
  });

  it.each(['', 'datasource/', 'geomap-panel/'])('describes the plugin in "%s" the way it is asked for', (inside) => {
    const { id, name, info, dependencies, includes = [] } = json(`${inside}plugin.json`);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(id).toMatch(/^[a-z0-9]+-[a-z0-9]+-(app|datasource|panel)$/);
    expect(name).not.toBe(id);
    expect(info.version).toBe(version);
    expect(info.updated).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(info.description.length).toBeGreaterThan(20);
    expect(info.keywords.length).toBeGreaterThan(0);
    expect(dependencies.grafanaDependency).toBe('>=13.0.0');
    const named = [
      ...Object.values(info.logos),
      ...info.screenshots.map(({ path }) => path),
      ...includes.filter(({ type }) => type !== 'page').map(({ path }) => path),
    ];
    expect(named.filter((path) => !names().includes(`${inside}${path}`))).toEqual([]);
    expect(Object.keys(info.logos).sort()).toEqual(['large', 'small']);
  });

  it('shows itself in pictures that are small enough to load', () => {
    const { screenshots } = json('plugin.json').info;
    expect(screenshots.length).toBeGreaterThan(2);
    for (const { path } of screenshots) {
      expect(path).toMatch(/\.(png|jpe?g|gif|svg)$/);
      expect(files[`${ID}/${path}`]!.length).toBeLessThan(250_000);
    }
  });

  it('has logos without anything that could act', () => {
    const logos = names().filter((name) => name.endsWith('.svg'));
    const elements = logos.flatMap((name) => [...text(name).matchAll(/<([a-zA-Z]+)/g)].map(([, element]) => element));
    const allowed = ['svg', 'g', 'path', 'circle', 'rect', 'line', 'polyline', 'polygon', 'ellipse', 'title', 'defs'];
    expect(elements.filter((element) => ![...allowed, 'linearGradient', 'stop'].includes(element!))).toEqual([]);
  });

  it('has a README for people who use it: no comments, no relative links, nothing about building it', () => {
    const readme = text('README.md');
    expect(readme).not.toMatch(/<!--/);
    expect([...readme.matchAll(/\]\((?!https:\/\/)([^)]+)\)/g)].map(([, link]) => link)).toEqual([]);
    expect(readme).not.toMatch(/\b(yarn|npm|webpack|docker build)\b/);
    expect(text('CHANGELOG.md')).toContain(json('plugin.json').info.version);
  });

  it('has source maps that are of its own sources', () => {
    const scripts = names().filter((name) => name.endsWith('.js'));
    const withoutMap = scripts.filter((name) => !names().includes(`${name}.map`));
    // Coasts and towns: data has no source.
    expect(withoutMap.filter((name) => !text(name).includes('JSON.parse('))).toEqual([]);
    const sources = ownSources();
    expect(sources.size).toBeGreaterThan(150);
    const differing = [...sources].filter(
      ([path, content]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content,
    );
    expect(differing.map(([path]) => path)).toEqual([]);
  });

  it.each([
    ['writes to the console', /\bconsole\.\w+\(/],
    ['imports a style sheet', /import\s+['"][^'"]+\.css['"]/],
    ['looks into the boot data', /grafanaBootData/],
    ['opens the dialogs of the browser', /(?<![\w.])(alert|confirm|prompt)\(/],
    ['opens windows that know where they came from', /window\.open\((?!.*noopener)/],
    ['moves the page by itself', /window\.location/],
    ['silences the type checker', /@ts-ignore/],
    ["goes around Grafana's data source API", /['"`]\/?api\/ds\/query/],
  ])('has no source that %s', (_what, pattern) => {
    const found = [...ownSources()].filter(([, content]) => pattern.test(content)).map(([path]) => path);
    expect(found).toEqual([]);
  });

  it('loads the code of the map only when there is a map', () => {
    const { sources } = JSON.parse(text('geomap-panel/module.js.map')) as SourceMap;
    expect(sources.filter((source) => source.includes('node_modules/ol/'))).toEqual([]);
    expect(text('geomap-panel/module.js').length).toBeLessThan(80_000);
    const others = ['module.js.map', 'datasource/module.js.map'].flatMap(
      (name) => (JSON.parse(text(name)) as SourceMap).sources,
    );
    expect(others.filter((source) => /node_modules\/(ol|react-dom|rxjs)\//.test(source))).toEqual([]);
  });

  it(flavor === 'catalog' ? 'has no backend, which only Go may have there' : 'has the backend', () => {
    const executables = names().filter((name) => name.startsWith('datasource/gpx_'));
    expect(executables.length > 0).toBe(flavor === 'self-hosted');
  });
});

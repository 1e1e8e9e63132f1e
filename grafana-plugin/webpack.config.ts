import CopyWebpackPlugin from 'copy-webpack-plugin';
import { readFileSync } from 'fs';
import path from 'path';
import VirtualModulesPlugin from 'webpack-virtual-modules';
import type { Configuration, RuleSetRule } from 'webpack';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';
import { DATA_SOURCE_FOLDER, describeDataSource } from './scripts/flavors.mjs';

/**
 * The app and its two nested plugins are built by one compiler each. Grafana serves every plugin from its own address
 * (`public/plugins/<id>/`, or a folder of the CDN), and a plugin's lazy chunks are looked for there; one compiler for all
 * would put the chunks of the nested plugins into the folder of the app, where they are not found
 * (grafana/plugin-tools#2172).
 */
const plugins = [
  { id: 'meshobservatory-meshtastic-app', folder: '.' },
  { id: 'meshobservatory-meshtastic-datasource', folder: 'datasource' },
  { id: 'meshobservatory-meshtastic-panel', folder: 'geomap-panel' },
] as const;
type PluginFolder = (typeof plugins)[number];

const sourceOf = ({ folder }: PluginFolder) => path.resolve(process.cwd(), 'src', folder);
const outputOf = ({ folder }: PluginFolder) => path.resolve(process.cwd(), 'dist', folder);

/** Where Grafana serves the plugin: next to its `module.js`, wherever that was loaded from. */
const publicPathModule = (plugin: PluginFolder) =>
  new VirtualModulesPlugin({
    'node_modules/grafana-public-path.js': `
import amdMetaModule from 'amd-module';

__webpack_public_path__ =
  amdMetaModule && amdMetaModule.uri
    ? amdMetaModule.uri.slice(0, amdMetaModule.uri.lastIndexOf('/') + 1)
    : 'public/plugins/${plugin.id}/';
`,
  });

/** Grafana replaces the dashboards it imported from an app when their revision changes: with every version of the plugin. */
function withRevision(json: Buffer): string {
  const { version } = JSON.parse(readFileSync(path.resolve(process.cwd(), 'package.json'), 'utf8'));
  const [major, minor, patch] = version.split('.').map((part: string) => Number.parseInt(part, 10));
  const revision = (major * 1000 + minor) * 1000 + patch;
  return `${JSON.stringify({ revision, ...JSON.parse(json.toString()) }, null, 2)}\n`;
}

/** `dist` is the self-hosted flavor; `scripts/package.mjs` takes the catalog's from it. */
const withBackend = (json: Buffer) =>
  `${JSON.stringify(describeDataSource('self-hosted', JSON.parse(json.toString('utf8'))), null, 2)}\n`;

const files = (plugin: PluginFolder) =>
  new CopyWebpackPlugin({
    patterns: [
      { from: 'plugin.json', to: '.', ...(plugin.folder === DATA_SOURCE_FOLDER ? { transform: withBackend } : {}) },
      { from: 'img/**/*', to: '.' },
      { from: 'locales/**/*', to: '.', noErrorOnMissing: true },
      ...(plugin.folder === '.'
        ? [
            { from: '../README.md', to: '.' },
            { from: '../../CHANGELOG.md', to: '.' },
            { from: '../LICENSE', to: '.' },
            { from: '../../dashboards/json/*.json', to: 'dashboards/[name][ext]', transform: withRevision },
          ]
        : [{ from: 'assets/**/*', to: '.', noErrorOnMissing: true }]),
    ],
  });

/** Compiled by TypeScript already. Compiled once more, its source maps would name paths that are none of the plugin's. */
const compiledContract = /packages\/contract\/dist\//;

/** Browsers that run Grafana 13 know ES2022; code for older ones would be twice as long. */
function forModernBrowsers(rule: RuleSetRule): RuleSetRule {
  const { use } = rule;
  if (
    typeof use !== 'object' ||
    Array.isArray(use) ||
    use?.loader !== 'swc-loader' ||
    typeof use.options !== 'object'
  ) {
    return rule;
  }
  const options = { ...use.options, jsc: { ...use.options.jsc, target: 'es2022' } };
  return { ...rule, exclude: [/node_modules/, compiledContract], use: { ...use, options } };
}

const replaced: unknown[] = [CopyWebpackPlugin, VirtualModulesPlugin];

async function configOf(plugin: PluginFolder, env: Env): Promise<Configuration> {
  const base = await grafanaConfig(env);
  const nested = plugins.filter(({ folder }) => folder !== '.').map(({ folder }) => folder);
  return {
    ...base,
    name: plugin.id,
    cache: {
      type: 'filesystem',
      name: `${plugin.id}-${env.production ? 'production' : 'development'}`,
      buildDependencies: {
        config: ['webpack.config.ts', '.config/webpack/webpack.config.ts'].map((file) =>
          path.resolve(process.cwd(), file),
        ),
      },
    },
    context: sourceOf(plugin),
    entry: { module: './module' },
    output: {
      ...base.output,
      path: outputOf(plugin),
      publicPath: `public/plugins/${plugin.id}/`,
      uniqueName: plugin.id,
      // Each compiler tidies its own folder; the backend is built apart (scripts/build-backend.mjs).
      clean: { keep: plugin.folder === '.' ? new RegExp(`^(${nested.join('|')})/`) : /^(gpx_|THIRD_PARTY_NOTICES)/ },
    },
    plugins: [
      ...(base.plugins ?? []).filter((item) => !replaced.some((kind) => item?.constructor === kind)),
      publicPathModule(plugin),
      files(plugin),
    ],
    module: { ...base.module, rules: base.module?.rules?.map((rule) => forModernBrowsers(rule as RuleSetRule)) },
    performance: { hints: false },
  };
}

export default (env: Env) => Promise.all(plugins.map((plugin) => configOf(plugin, env)));

/** Reads the built plugins: the app in the folder, and the plugins nested in it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {'Viewer' | 'Editor' | 'Admin'} Role in the organization */

/**
 * @typedef {object} ProxyRoute a route of plugin.json
 * @property {string} path
 * @property {string} [method]
 * @property {string} [url]
 * @property {Role} [reqRole] lowest role that may use it
 * @property {{ name: string, content: string }[]} [headers]
 */

/**
 * @typedef {object} Plugin
 * @property {string} id
 * @property {'app' | 'datasource' | 'panel'} type
 * @property {string} directory
 * @property {{ name: string, info: { logos?: Record<string, string>, version?: string }, routes?: ProxyRoute[], includes?: { type: string, path?: string, name: string }[] } & Record<string, unknown>} json
 */

/** @param {string} directory @returns {Promise<Plugin[]>} */
export async function readPlugins(directory) {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const folders = [
    directory,
    ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name)),
  ];
  const plugins = await Promise.all(folders.map(readPlugin));
  const found = plugins.filter((plugin) => plugin !== undefined);
  if (!found.some(({ type }) => type === 'datasource') || !found.some(({ type }) => type === 'panel')) {
    throw new Error(`No built plugin in ${directory}. Run "npm run build" in grafana-plugin first.`);
  }
  return found;
}

/** @param {string} directory @returns {Promise<Plugin | undefined>} */
async function readPlugin(directory) {
  const text = await readFile(join(directory, 'plugin.json'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  const json = JSON.parse(text);
  return { id: json.id, type: json.type, directory, json };
}

/**
 * Plugin metadata as the front end receives it, with the paths of its files.
 * @param {Plugin} plugin
 */
export function pluginMeta({ id, type, json }) {
  const baseUrl = `public/plugins/${id}`;
  /** @param {string | undefined} path */
  const address = (path) => (path === undefined ? '' : `${baseUrl}/${path}`);
  const { logos = {} } = json.info;
  return {
    ...json,
    id,
    type,
    info: { ...json.info, logos: { small: address(logos['small']), large: address(logos['large']) } },
    includes: (json.includes ?? []).map((include) => ({
      ...include,
      ...(include.path === undefined ? {} : { path: include.path.replaceAll('%PLUGIN_ID%', id) }),
    })),
    module: `${baseUrl}/module.js`,
    moduleHash: '',
    baseUrl,
    loadingStrategy: 'script',
    signature: 'unsigned',
    enabled: true,
    angular: { detected: false, hideDeprecation: false },
  };
}

/**
 * @typedef {object} Dashboard
 * @property {string} uid
 * @property {string} title
 * @property {string[]} tags
 * @property {Record<string, unknown>} dashboard
 */

/** @param {Record<string, unknown>} dashboard @returns {Dashboard} */
export function dashboardOf(dashboard) {
  const tags = Array.isArray(dashboard['tags']) ? dashboard['tags'].map(String) : [];
  return { uid: String(dashboard['uid']), title: String(dashboard['title']), tags, dashboard };
}

/**
 * Dashboards that the app contains (`includes` of type dashboard).
 * @param {Plugin[]} plugins
 * @returns {Promise<Dashboard[]>}
 */
export async function readDashboards(plugins) {
  const files = plugins.flatMap(({ directory, json }) =>
    (json.includes ?? [])
      .filter(({ type, path }) => type === 'dashboard' && path !== undefined && !path.includes('..'))
      .map(({ path }) => join(directory, path ?? '')),
  );
  return Promise.all(files.map(async (file) => dashboardOf(JSON.parse(await readFile(file, 'utf8')))));
}

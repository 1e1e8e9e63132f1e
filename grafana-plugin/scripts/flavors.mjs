/**
 * The plugin comes in two flavors from one source: self-hosted, with the backend that alert rules need, and catalog,
 * which is the browser part only, because Grafana's catalog takes no backends but those written in Go. They differ in
 * these lines of the data source's plugin.json and in the backend's files.
 */
const backend = { alerting: true, backend: true, executable: 'gpx_mesh_observatory' };

export const flavors = ['self-hosted', 'catalog'];

/** Where the data source lies in the built plugin. */
export const DATA_SOURCE_FOLDER = 'datasource';

/** plugin.json of the data source in a flavor, out of the one in `src` or of another flavor. */
export function describeDataSource(flavor, plugin) {
  const rest = Object.fromEntries(Object.entries(plugin).filter(([name]) => !(name in backend)));
  return flavor === 'self-hosted' ? { ...rest, ...backend } : rest;
}

/** Files that only the self-hosted flavor has; paths as in the built plugin. */
export function isBackendFile(file) {
  return /^datasource\/(gpx_|THIRD_PARTY_NOTICES)/.test(file);
}

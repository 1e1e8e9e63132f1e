/** The HTML page, with the boot data that Grafana's server puts into it. */
import { publicView } from './data-sources.mjs';
import { pluginMeta } from './plugins.mjs';

/** @typedef {import('./data-sources.mjs').DataSource} DataSource */
/** @typedef {import('./plugins.mjs').Plugin} Plugin */

/**
 * Grafana's policy template (`conf/defaults.ini`, `content_security_policy_template`) without Grafana's own sites.
 * @param {string} nonce @param {string} host
 */
export const contentSecurityPolicy = (nonce, host) =>
  [
    `script-src 'self' 'unsafe-eval' 'unsafe-inline' 'strict-dynamic' 'nonce-${nonce}'`,
    "object-src 'none'",
    "font-src 'self'",
    "style-src 'self' 'unsafe-inline' blob:",
    'img-src * data:',
    "base-uri 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "manifest-src 'self'",
    "media-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');

/** @param {{ role: import('./plugins.mjs').Role, sources: DataSource[], plugins: Plugin[], dashboards: { uid: string, title: string, tags: string[] }[] }} parts */
export function bootDataOf({ role, sources, plugins, dashboards }) {
  /** @param {Plugin['type']} type */
  const ofType = (type) =>
    Object.fromEntries(plugins.filter((one) => one.type === type).map((one) => [one.id, pluginMeta(one)]));
  const dataSourcePlugins = ofType('datasource');
  return {
    user: {
      id: 1,
      uid: 'preview',
      login: 'preview',
      name: 'Preview',
      isSignedIn: true,
      isGrafanaAdmin: role === 'Admin',
      orgCount: 1,
      orgId: 1,
      orgName: 'Preview',
      orgRole: role,
      timezone: 'browser',
      weekStart: 'browser',
      theme: 'dark',
      lightTheme: false,
      language: 'en-US',
      locale: 'en-US',
      permissions: {
        'datasources:write': role === 'Admin',
        'datasources:explore': role !== 'Viewer',
        'plugins.app:access': true,
      },
    },
    settings: {
      appUrl: '/',
      appSubUrl: '',
      buildInfo: { version: '13.2.2', commit: 'preview', env: 'production', edition: 'Open Source' },
      featureToggles: {},
      timePicker: { quickRanges: [] },
      liveEnabled: false,
      minRefreshInterval: '1s',
      defaultDatasource: sources.find(({ isDefault }) => isDefault)?.name ?? '',
      datasources: Object.fromEntries(
        sources.map((source) => [
          source.name,
          instanceSettings(source, dataSourcePlugins[source.type] ?? coreMeta(source.type)),
        ]),
      ),
      panels: ofType('panel'),
      apps: ofType('app'),
      previewDashboards: dashboards,
    },
    navTree: [],
    assets: { dark: '', light: '' },
  };
}

/**
 * Metadata of a data source that is part of Grafana itself.
 * @param {string} type
 */
const coreMeta = (type) => ({
  id: type,
  name: type,
  type: 'datasource',
  module: `core:${type}`,
  baseUrl: '',
  info: { logos: { small: '', large: '' } },
});

/**
 * Settings for a data source's code in the browser: the URL of the proxy, and no secret.
 * @param {DataSource} source @param {unknown} meta
 */
export function instanceSettings(source, meta) {
  const { id, uid, name, type, isDefault, jsonData, readOnly } = publicView(source);
  return {
    id,
    uid,
    name,
    type,
    isDefault,
    jsonData,
    readOnly,
    meta,
    access: 'proxy',
    url: `/api/datasources/proxy/uid/${uid}`,
  };
}

/** @param {{ nonce: string, bootData: unknown, build: string }} parts */
export function renderPage({ nonce, bootData, build }) {
  const json = JSON.stringify(bootData).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Mesh Observatory: plugin preview (not Grafana)</title>
    <link rel="icon" href="/public/plugins/meshobservatory-meshtastic-app/img/logo.svg" />
    <link rel="stylesheet" href="/public/preview/host.css?${build}" />
    <style nonce="${nonce}">
      html, body { height: 100%; margin: 0; background: #111217; }
      html.light, html.light body { background: #f4f5f5; }
    </style>
  </head>
  <body>
    <div id="root"></div>
    <noscript>The preview needs JavaScript.</noscript>
    <script nonce="${nonce}">
      window.__grafana_public_path__ = '/public/preview/';
      window.grafanaBootData = ${json};
      try {
        const asked = new URLSearchParams(location.search).get('theme') || localStorage.getItem('preview.theme');
        if (asked === 'light' || asked === 'dark') {
          Object.assign(window.grafanaBootData.user, { theme: asked, lightTheme: asked === 'light' });
        }
      } catch {}
      document.documentElement.className = window.grafanaBootData.user.theme;
    </script>
    <script nonce="${nonce}" type="module" src="/public/preview/host.js?${build}"></script>
  </body>
</html>
`;
}

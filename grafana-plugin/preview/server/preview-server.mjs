import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { answerApi } from './api.mjs';
import { forward, forwardUpgrade, sendJson } from './data-proxy.mjs';
import { createDataSources } from './data-sources.mjs';
import { sendFile } from './files.mjs';
import { bootDataOf, contentSecurityPolicy, renderPage } from './page.mjs';
import { dashboardOf, readDashboards, readPlugins } from './plugins.mjs';

/** The initial data source; `provisioning/` creates the same one in Grafana. */
export const DATA_SOURCE_UID = 'mesh-observatory';

const PROXY = /^\/api\/datasources\/proxy\/uid\/([^/]+)\/(.*)$/;

/**
 * @typedef {object} PreviewOptions
 * @property {string} collectorUrl where the collector serves HTTP
 * @property {string} [prometheusUrl] a Prometheus that scrapes the collector, for the dashboard that queries it
 * @property {string} hostDirectory the built host page
 * @property {string} pluginDirectory the built plugin
 * @property {string} [apiToken] API token of the collector
 * @property {import('./plugins.mjs').Role} [role] role of the user
 * @property {Record<string, unknown>[]} [ownDashboards] shown in addition to the plugin's
 * @property {string} [host] address to listen on; loopback by default
 * @property {number} [port] 0 for any free port
 * @property {(sentence: string) => void} [log]
 */

/**
 * @param {PreviewOptions} options
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPreview({
  collectorUrl,
  prometheusUrl,
  hostDirectory,
  pluginDirectory,
  apiToken,
  role = 'Admin',
  ownDashboards = [],
  host = '127.0.0.1',
  port = 3300,
  log = () => undefined,
}) {
  const plugins = await readPlugins(pluginDirectory);
  const dashboards = [...(await readDashboards(plugins)), ...ownDashboards.map(dashboardOf)];
  const type = plugins.find((plugin) => plugin.type === 'datasource')?.id ?? '';
  const sources = createDataSources([
    {
      uid: DATA_SOURCE_UID,
      name: 'Mesh Observatory',
      type,
      url: collectorUrl,
      isDefault: true,
      secureJsonData: apiToken === undefined ? {} : { apiToken },
    },
    ...(prometheusUrl === undefined
      ? []
      : [{ uid: 'mesh-prometheus', name: 'Prometheus', type: 'prometheus', url: prometheusUrl, secureJsonData: {} }]),
  ]);
  const parts = { sources, plugins, dashboards };

  /** @param {string} pathAndQuery */
  function proxyTarget(pathAndQuery) {
    const [, uid, path] = PROXY.exec(pathAndQuery) ?? [];
    const source = uid === undefined ? undefined : sources.find(uid);
    const routes = plugins.find((plugin) => plugin.id === source?.type)?.json.routes ?? [];
    return source === undefined || path === undefined ? undefined : { source, routes, path, role };
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      log(`The preview failed to answer ${request.url}: ${error.message}`);
      if (!response.headersSent) {
        sendJson(response, 500, { message: 'Internal server error' });
      } else {
        response.destroy();
      }
    });
  });

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function answer(request, response) {
    if (!isAllowed(request, host)) {
      sendJson(response, 403, { message: 'origin not allowed' });
      return;
    }
    const pathAndQuery = request.url ?? '/';
    const url = new URL(pathAndQuery, 'http://preview');
    if (PROXY.test(pathAndQuery)) {
      const target = proxyTarget(pathAndQuery);
      if (target === undefined) {
        sendJson(response, 404, { message: 'Unable to find datasource' });
      } else {
        forward(request, response, target);
      }
    } else if (url.pathname.startsWith('/api/')) {
      await answerApi(request, response, url, parts, log);
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendJson(response, 405, { message: 'Method not allowed' });
    } else if (url.pathname.startsWith('/public/')) {
      await sendPublic(request, response, url.pathname);
    } else {
      await sendPage(request, response);
    }
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {string} pathname */
  async function sendPublic(request, response, pathname) {
    const [, plugin, preview] = /^\/public\/(?:plugins\/(.+)|(?:preview|build)\/(.+))$/.exec(decodeURI(pathname)) ?? [];
    if (preview !== undefined) {
      // `@grafana/ui` asks for its icons below `<public path>/build`.
      await sendFile(request, response, hostDirectory, preview.replace(/^build\//, ''));
      return;
    }
    // Ids do not contain slashes, but a nested plugin's folder lies within its parent's: the id decides.
    const [id = '', ...rest] = (plugin ?? '').split('/');
    const directory = plugins.find((one) => one.id === id)?.directory;
    await sendFile(request, response, directory ?? hostDirectory, directory === undefined ? '' : rest.join('/'));
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function sendPage(request, response) {
    const nonce = randomBytes(16).toString('base64');
    const { mtimeMs } = await stat(join(hostDirectory, 'host.js'));
    const bootData = bootDataOf({
      role,
      sources: sources.list(),
      plugins,
      dashboards: dashboards.map(({ uid, title, tags }) => ({ uid, title, tags })),
    });
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-security-policy': contentSecurityPolicy(nonce, request.headers.host ?? ''),
    });
    response.end(renderPage({ nonce, bootData, build: Math.round(mtimeMs).toString(36) }));
  }

  server.on('upgrade', (request, socket, head) => {
    const target = isAllowed(request, host) ? proxyTarget(request.url ?? '') : undefined;
    if (target === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    } else {
      forwardUpgrade(request, socket, head, target);
    }
  });

  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Open WebSockets would keep the server from closing.
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}

/**
 * Rejects requests from other web sites: host names that were rebound to this machine, and foreign origins.
 * @param {import('node:http').IncomingMessage} request @param {string} host
 */
function isAllowed({ headers }, host) {
  const asked = hostName(headers.host);
  const known = ['localhost', '127.0.0.1', '[::1]', host, `[${host}]`];
  if (asked === undefined || !known.includes(asked)) {
    return false;
  }
  const { origin } = headers;
  return origin === undefined || origin.replace(/^https?:\/\//, '') === headers.host;
}

/** @param {string | undefined} value */
const hostName = (value) => value?.replace(/:\d+$/, '');

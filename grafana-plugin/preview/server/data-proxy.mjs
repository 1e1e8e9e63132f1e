/**
 * Grafana's data source proxy (grafana/grafana `pkg/api/pluginproxy`), as far as the plugin uses it. The first route of
 * plugin.json that matches method and path adds its headers and may require a role. Origin, Referer and cookies are
 * removed, a 401 of the data source becomes 400, and WebSocket upgrades are forwarded.
 */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { posix } from 'node:path';

/** @typedef {import('node:http').IncomingMessage} Incoming */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('./data-sources.mjs').DataSource} DataSource */
/** @typedef {import('./plugins.mjs').ProxyRoute} ProxyRoute */
/** @typedef {import('./plugins.mjs').Role} Role */

const TIMEOUT_MS = 30_000;
/** Hop-by-hop headers, which a proxy must not forward. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
const withheld = ['host', 'origin', 'referer', 'cookie', 'authorization', 'x-ds-authorization'];

/**
 * @typedef {object} Target
 * @property {DataSource} source
 * @property {ProxyRoute[]} routes
 * @property {string} path what follows `/api/datasources/proxy/uid/<uid>/`, with its query string
 * @property {Role} role of the user
 */

/** The two documented forms of Go templates in `routes`. A missing key prints `<no value>`, as in Go. */
const PLACEHOLDER = /\{\{\s*(orEmpty\s+)?\.(JsonData|SecureJsonData)\.(\w+)\s*\}\}/g;

/** @param {string} text @param {DataSource} source */
function interpolate(text, { jsonData, secureJsonData }) {
  return text.replace(PLACEHOLDER, (_match, orEmpty, kind, key) => {
    const value = kind === 'JsonData' ? jsonData[key] : secureJsonData[key];
    return String(value ?? (orEmpty === undefined ? '<no value>' : ''));
  });
}

class RouteDenied extends Error {}

/** @type {readonly Role[]} */
const ranks = ['Viewer', 'Editor', 'Admin'];

/** @param {string} path */
const cleaned = (path) => posix.normalize(`/${path.replace(/\?.*$/s, '')}`).slice(1);

/**
 * The first route that matches the request. Requests without a route are forwarded unchanged.
 * @param {Incoming} incoming @param {Target} target
 */
function routeOf({ method }, { routes, path, role }) {
  const asked = cleaned(path);
  const fits = (/** @type {ProxyRoute} */ one) =>
    (one.method === undefined || one.method === '*' || one.method === method) && asked.startsWith(cleaned(one.path));
  const route = routes.find(fits);
  if (route?.reqRole !== undefined && ranks.indexOf(role) < ranks.indexOf(route.reqRole)) {
    throw new RouteDenied('plugin proxy route access denied');
  }
  return route;
}

/** @param {Incoming} incoming @param {Target} target */
function outgoing(incoming, target) {
  const { source, path } = target;
  const route = routeOf(incoming, target);
  const base = route?.url === undefined ? source.url : interpolate(route.url, source);
  const rest = route?.url === undefined ? path : path.slice(route.path.length);
  const url = new URL(`${base.replace(/\/+$/, '')}/${rest.replace(/^\/+/, '')}`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError('only http and https are supported');
  }
  const named = (incoming.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const dropped = new Set([...hopByHop, ...withheld, ...named]);
  const kept = Object.entries(incoming.headers).filter(([name]) => !dropped.has(name));
  const added = (route?.headers ?? []).map(({ name, content }) => [name.toLowerCase(), interpolate(content, source)]);
  const headers = Object.fromEntries([
    ...kept,
    ['user-agent', 'Grafana/13.2.2 (preview)'],
    ['x-forwarded-for', incoming.socket.remoteAddress ?? ''],
    ...added,
  ]);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return { url, headers, send };
}

/** @param {Incoming} incoming @param {Response} response @param {Target} target */
export function forward(incoming, response, target) {
  let prepared;
  try {
    prepared = outgoing(incoming, target);
  } catch (error) {
    const [status, message] = error instanceof RouteDenied ? [403, error.message] : [400, 'Invalid data source URL'];
    sendJson(response, status, { message });
    return;
  }
  const { url, headers, send } = prepared;
  const upstream = send(url, { method: incoming.method, headers, timeout: TIMEOUT_MS });
  upstream.on('timeout', () => upstream.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
  upstream.on('error', (error) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead('code' in error && error.code === 'ETIMEDOUT' ? 504 : 502).end();
  });
  upstream.on('response', (answer) => {
    if (answer.statusCode === 401) {
      answer.resume();
      const text = 'Authentication to data source failed';
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length }).end(text);
      return;
    }
    const passed = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name) && name !== 'set-cookie');
    response.writeHead(answer.statusCode ?? 502, {
      ...Object.fromEntries(passed),
      // A document of the data source must not run scripts with Grafana's origin.
      'content-security-policy': 'sandbox',
    });
    answer.pipe(response);
  });
  response.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

/** @param {Incoming} incoming @param {import('node:stream').Duplex} socket @param {Buffer} head @param {Target} target */
export function forwardUpgrade(incoming, socket, head, target) {
  const refuse = (/** @type {string} */ status) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  socket.on('error', () => socket.destroy());
  let prepared;
  try {
    prepared = outgoing(incoming, target);
  } catch (error) {
    refuse(error instanceof RouteDenied ? '403 Forbidden' : '400 Bad Request');
    return;
  }
  const { url, headers, send } = prepared;
  const upstream = send(url, { headers: { ...headers, connection: 'Upgrade', upgrade: 'websocket' } });
  upstream.on('error', () => refuse('502 Bad Gateway'));
  upstream.on('response', (answer) => {
    answer.resume();
    refuse(answer.statusCode === 401 ? '400 Bad Request' : `${answer.statusCode} ${answer.statusMessage}`);
  });
  upstream.on('upgrade', (answer, peer, peerHead) => {
    const lines = answer.rawHeaders.reduce(
      (text, value, index) => `${text}${value}${index % 2 === 0 ? ': ' : '\r\n'}`,
      'HTTP/1.1 101 Switching Protocols\r\n',
    );
    socket.write(`${lines}\r\n`);
    socket.write(peerHead);
    peer.write(head);
    peer.on('error', () => socket.destroy());
    peer.on('close', () => socket.destroy());
    socket.on('close', () => peer.destroy());
    peer.pipe(socket).pipe(peer);
  });
  socket.on('close', () => upstream.destroy());
  upstream.end();
}

/** @param {Response} response @param {number} status @param {unknown} body */
export function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

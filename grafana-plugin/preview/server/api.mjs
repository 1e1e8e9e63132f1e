/** The part of Grafana's HTTP API that the plugin calls: the same paths and responses. */
import { sendJson } from './data-proxy.mjs';
import { DataSourceConflict, publicView } from './data-sources.mjs';
import { instanceSettings } from './page.mjs';
import { pluginMeta } from './plugins.mjs';

const MAX_BODY_BYTES = 1_000_000;

/** @typedef {import('node:http').IncomingMessage} Incoming */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {Awaited<ReturnType<typeof import('./plugins.mjs').readDashboards>>} Dashboards */
/** @typedef {{ sources: import('./data-sources.mjs').DataSources, plugins: import('./plugins.mjs').Plugin[], dashboards: Dashboards }} Parts */
/** @typedef {{ status?: number, body: unknown }} Answer */
/** @typedef {{ pattern: RegExp, method: string, answer: (parts: Parts, match: string[], body: any, url: URL) => Answer | undefined }} Route */

/** @type {Route[]} */
const routes = [
  {
    method: 'POST',
    pattern: /^\/api\/datasources$/,
    answer: ({ sources }, _match, body) => {
      const source = sources.add(body);
      return {
        body: { id: source.id, name: source.name, message: 'Datasource added', datasource: publicView(source) },
      };
    },
  },
  {
    method: 'GET',
    pattern: /^\/api\/datasources\/uid\/([^/]+)$/,
    answer: ({ sources }, [, uid = '']) => {
      const source = sources.find(uid);
      return source && { body: publicView(source) };
    },
  },
  {
    method: 'PUT',
    pattern: /^\/api\/datasources\/uid\/([^/]+)$/,
    answer: ({ sources }, [, uid = ''], body) => {
      const source = sources.update(uid, body);
      return (
        source && {
          body: { id: source.id, name: source.name, message: 'Datasource updated', datasource: publicView(source) },
        }
      );
    },
  },
  {
    method: 'GET',
    pattern: /^\/api\/datasources\/uid\/([^/]+)\/health$/,
    answer: ({ sources }, [, uid = '']) =>
      sources.find(uid) && { body: { status: 'UNKNOWN', message: 'The preview does not run the plugin’s backend.' } },
  },
  {
    method: 'GET',
    pattern: /^\/api\/frontend\/settings$/,
    answer: ({ sources, plugins }) => ({
      body: {
        datasources: Object.fromEntries(
          sources.list().map((source) => {
            const plugin = plugins.find(({ id }) => id === source.type);
            return [source.name, instanceSettings(source, plugin && pluginMeta(plugin))];
          }),
        ),
      },
    }),
  },
  {
    method: 'GET',
    pattern: /^\/api\/search$/,
    answer: ({ dashboards }, _match, _body, url) => {
      const tags = url.searchParams.getAll('tag');
      const words = (url.searchParams.get('query') ?? '').toLowerCase();
      return {
        body: dashboards
          .filter((one) => tags.every((tag) => one.tags.includes(tag)) && one.title.toLowerCase().includes(words))
          .map(({ uid, title, tags }) => ({ uid, title, tags, type: 'dash-db', url: `/d/${uid}`, uri: `db/${uid}` })),
      };
    },
  },
  {
    method: 'GET',
    pattern: /^\/api\/dashboards\/uid\/([^/]+)$/,
    answer: ({ dashboards }, [, uid]) => {
      const found = dashboards.find((one) => one.uid === uid);
      return (
        found && { body: { dashboard: found.dashboard, meta: { url: `/d/${uid}`, canSave: false, canEdit: false } } }
      );
    },
  },
];

/**
 * @param {Incoming} request @param {Response} response @param {URL} url
 * @param {Parts} parts @param {(sentence: string) => void} log
 */
export async function answerApi(request, response, url, parts, log) {
  const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(url.pathname));
  if (route === undefined) {
    log(`The preview does not emulate ${request.method} ${url.pathname}`);
    sendJson(response, 404, { message: 'Not found (the preview emulates only a part of Grafana)' });
    return;
  }
  try {
    const body = request.method === 'POST' || request.method === 'PUT' ? await readJson(request) : undefined;
    const match = [...(route.pattern.exec(url.pathname) ?? [])].map(decodeURIComponent);
    const answer = route.answer(parts, match, body, url);
    sendJson(response, answer?.status ?? (answer ? 200 : 404), answer?.body ?? { message: 'Not found' });
  } catch (error) {
    if (error instanceof DataSourceConflict) {
      sendJson(response, 409, { message: error.message });
    } else if (error instanceof SyntaxError || error instanceof RangeError || error instanceof URIError) {
      sendJson(response, 400, { message: `bad request data: ${error.message}` });
    } else {
      throw error;
    }
  }
}

/** @param {Incoming} request */
async function readJson(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new RangeError('the body is too large');
    }
    chunks.push(chunk);
  }
  const value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('an object is expected');
  }
  return value;
}

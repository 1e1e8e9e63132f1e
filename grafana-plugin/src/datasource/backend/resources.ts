import type { Instance } from './instances';
import type { CallResourceRequest, CallResourceResponse } from './protocol/messages';
import { UnusableSettings } from './settings';
import { UpstreamProblem } from './upstream';

/** Read-only routes below Grafana's `/resources/…`. */
const routes: Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly path: string }>> = {
  catalog: { method: 'GET', path: '/api/catalog' },
  health: { method: 'GET', path: '/api/health' },
  variables: { method: 'POST', path: '/api/variables' },
};

const MAX_BODY_BYTES = 256 * 1024;

/** `CallResource`. */
export async function callResource(
  request: Pick<CallResourceRequest, 'path' | 'method' | 'body'>,
  instance: () => Pick<Instance, 'upstream'>,
  signal: AbortSignal,
): Promise<CallResourceResponse> {
  const name = request.path.replace(/^\/+|\/+$/g, '');
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined) {
    return errorResponse(404, 'not_found', `Unknown resource. Resources are ${Object.keys(routes).join(', ')}.`);
  }
  if (request.method !== route.method) {
    return errorResponse(405, 'method_not_allowed', `${name} takes ${route.method} only.`, { Allow: route.method });
  }
  if (request.body.length > MAX_BODY_BYTES) {
    return errorResponse(413, 'too_large', `The request is longer than ${MAX_BODY_BYTES / 1024} KB.`);
  }
  try {
    const { method, path } = route;
    const body = await instance().upstream.send({ method, path, signal, ...bodyOf(route.method, request.body) });
    return answer(200, body);
  } catch (error) {
    if (error instanceof UnusableSettings) {
      return errorResponse(400, 'bad_settings', error.message);
    }
    if (error instanceof UpstreamProblem) {
      return errorResponse(error.status, error.kind, error.message);
    }
    throw error;
  }
}

function bodyOf(method: 'GET' | 'POST', body: Buffer): { body?: Buffer } {
  return method === 'GET' ? {} : { body: body.length === 0 ? Buffer.from('{}') : body };
}

function errorResponse(code: number, kind: string, message: string, headers: Record<string, string> = {}) {
  return answer(code, Buffer.from(JSON.stringify({ code: kind, message })), headers);
}

function answer(code: number, body: Buffer, headers: Record<string, string> = {}): CallResourceResponse {
  const all = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers };
  return {
    code,
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { values: [value] }])),
    body,
  };
}

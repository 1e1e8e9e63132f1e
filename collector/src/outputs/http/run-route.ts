import type { Request, RequestHandler, Response } from 'express';
import { withDeadline } from '../access/deadline.js';
import { viewerOf } from './access-guard.js';
import { readListFilter } from './list-filter.js';
import type { HttpLimits } from './parts.js';
import { readQueryString } from './query-string.js';
import type { Reply, Route, RouteParts } from './route.js';

interface RunParts {
  readonly parts: RouteParts;
  readonly limits: HttpLimits;
}

/** Runs a route for express: reads its parameters, keeps its deadline and writes its answer. */
export function createRouteRunner(route: Route, { parts, limits }: RunParts): RequestHandler {
  const deadlineMs = route.policy.work === 'control' ? limits.controlDeadlineMs : limits.readDeadlineMs;
  return async (request, response) => {
    const filter =
      route.parameters === 'ignored' ? {} : readListFilter(route.parameters, readQueryString(request.originalUrl));
    const { wantsCsv, pathParameters, body } = readRequest(route, request);
    const viewer = viewerOf(response);
    const work = (signal: AbortSignal) =>
      route.handle({ filter, pathParameters, body, wantsCsv, signal, deadlineMs, viewer }, parts);
    write(response, await withDeadline(work, response, deadlineMs));
  };
}

function readRequest(route: Route, request: Request) {
  const pathParameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) {
    if (typeof value === 'string') pathParameters[name] = value;
  }
  const body: unknown = route.body === undefined ? undefined : request.body;
  const wantsCsv = request.accepts(['application/json', 'text/csv']) === 'text/csv';
  return { pathParameters, body, wantsCsv };
}

function write(response: Response, reply: Reply): void {
  if ('json' in reply) {
    response.status(reply.status ?? 200).json(reply.json);
    return;
  }
  response.set({ ...reply.headers, 'Content-Type': reply.contentType }).send(reply.text);
}

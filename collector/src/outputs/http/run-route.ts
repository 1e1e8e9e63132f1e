import type { Request, RequestHandler, Response } from 'express';
import { abortWhenClosed, withDeadline } from './deadline.js';
import type { Gate } from './gate.js';
import { readListFilter } from './list-filter.js';
import type { HttpLimits } from './parts.js';
import { readQueryString } from './query-string.js';
import type { Reply, Route, RouteParts } from './route.js';

/** The store gives up at its deadline by itself and says why; this much later we no longer wait for it. */
const GRACE_MS = 1000;

interface RunParts {
  readonly parts: RouteParts;
  readonly gate: Gate;
  readonly limits: HttpLimits;
}

/** Between express and a route: deadline, cancellation, capacity, and the form of the answer. */
export function createRouteRunner(route: Route, { parts, gate, limits }: RunParts): RequestHandler {
  const deadlineMs = route.policy.work === 'control' ? limits.controlDeadlineMs : limits.readDeadlineMs;
  return async (request, response) => {
    const filter =
      route.parameters === 'ignored' ? {} : readListFilter(route.parameters, readQueryString(request.originalUrl));
    const leave = route.policy.work === 'store' ? gate.enter() : () => undefined;
    const controller = abortWhenClosed(response);
    try {
      const work = (signal: AbortSignal) => {
        const { wantsCsv, pathParameters, body } = readRequest(route, request);
        return route.handle({ filter, pathParameters, body, wantsCsv, signal, deadlineMs }, parts);
      };
      write(response, await withDeadline(work, controller, deadlineMs + GRACE_MS));
    } finally {
      leave();
    }
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

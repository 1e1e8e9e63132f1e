import { createOpenApi } from '../openapi.js';
import { readsMemory, type Route } from '../route.js';
import { ingestionRoutes } from './ingestion.js';
import { listRoutes } from './lists.js';
import { nodeRoutes } from './nodes.js';
import { probeRoutes } from './probes.js';
import { queryRoutes } from './query.js';
import { statusRoutes } from './status.js';

const documentRoute: Route = {
  method: 'GET',
  path: '/api/openapi.json',
  policy: readsMemory,
  tag: 'Status',
  operationId: 'getOpenApi',
  summary: 'This API as OpenAPI 3.1',
  parameters: [],
  responses: [{ status: 200, description: 'The document', schema: 'OpenApi' }],
  handle: (_request, { status }) => Promise.resolve({ json: createOpenApi(routes, status().version) }),
};

/** All routes of the HTTP output: the server registers them, the OpenAPI document describes them. */
export const routes: readonly Route[] = [
  ...listRoutes,
  ...nodeRoutes,
  ...queryRoutes,
  ...statusRoutes,
  ...ingestionRoutes,
  documentRoute,
  ...probeRoutes,
];

import { queryRequestSchema, variablesRequestSchema } from '@mesh-observatory/contract/query';
import { readBody } from '../body.js';
import { readsStore, type Route } from '../route.js';
import { checkTimeRange } from '../time-range.js';

export const queryRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/query',
    policy: readsStore,
    tag: 'Grafana',
    operationId: 'query',
    summary: "Time series and tables as Grafana's data frames",
    description: 'Rows are bounded by `maxDataPoints` and `limit`; long ranges are answered from rollups.',
    parameters: [],
    body: 'QueryRequest',
    responses: [{ status: 200, description: 'One result per query', schema: 'QueryResponse' }],
    handle: async ({ body, signal, deadlineMs, viewer }, { read }) => {
      const request = readBody(queryRequestSchema, body);
      checkTimeRange(request);
      return { json: await read.query(request, { signal, deadlineMs, viewer }) };
    },
  },
  {
    method: 'POST',
    path: '/api/variables',
    policy: readsStore,
    tag: 'Grafana',
    operationId: 'variables',
    summary: 'Values for dashboard variables',
    parameters: [],
    body: 'VariablesRequest',
    responses: [{ status: 200, description: 'Text and value of each', schema: 'Variables' }],
    handle: async ({ body, signal, deadlineMs, viewer }, { read }) => {
      const request = readBody(variablesRequestSchema, body);
      checkTimeRange(request);
      return { json: { data: await read.variables(request, { signal, deadlineMs, viewer }) } };
    },
  },
];

import { isMonitored, type Route } from '../route.js';

export const probeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/healthz',
    policy: { auth: 'open', rate: 'free', work: 'memory' },
    tag: 'Probes',
    operationId: 'getLiveness',
    summary: 'Liveness of the process',
    description: 'Depends on nothing else: an unreachable broker must not restart the container.',
    parameters: 'ignored',
    responses: [{ status: 200, description: 'Alive', schema: 'Liveness' }],
    handle: () => Promise.resolve({ json: { status: 'ok' } }),
  },
  {
    method: 'GET',
    path: '/readyz',
    policy: isMonitored,
    tag: 'Probes',
    operationId: 'getReadiness',
    summary: 'Readiness: broker connected and store writable',
    parameters: 'ignored',
    responses: [
      { status: 200, description: 'Ready', schema: 'Readiness' },
      { status: 503, description: 'Not ready, with the reasons', schema: 'Readiness' },
    ],
    handle: (_request, { readiness }) => {
      const answer = readiness();
      return Promise.resolve({ status: answer.ready ? 200 : 503, json: answer });
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    policy: isMonitored,
    tag: 'Probes',
    operationId: 'scrape',
    summary: 'Prometheus exposition',
    description: 'Scrapes that arrive together share one collection.',
    parameters: 'ignored',
    responses: [{ status: 200, description: 'The metrics', text: { contentType: 'text/plain' } }],
    handle: async (_request, { metricsText }) => {
      const { contentType, body } = await metricsText();
      return { contentType, text: body };
    },
  },
];

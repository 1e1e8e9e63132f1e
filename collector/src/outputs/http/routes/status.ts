import type { z } from 'zod';
import type { StoreCounts } from '../../../store/store.js';
import { describeHealth } from '../health.js';
import { readsMemory, readsStore, type Route } from '../route.js';
import type { healthSchema, statsSchema } from '../schemas.js';

/** A health check answers quickly also when the store does not. */
const HEALTH_DEADLINE_MS = 2000;

export const statusRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/catalog',
    policy: readsStore,
    tag: 'Status',
    operationId: 'getCatalog',
    summary: 'Telemetry metrics that nodes have reported, with unit and meaning',
    parameters: [],
    responses: [{ status: 200, description: 'The catalog', schema: 'Catalog' }],
    handle: async ({ signal, deadlineMs, viewer }, { read }) => ({
      json: { data: await read.catalog({ signal, deadlineMs, viewer }) },
    }),
  },
  {
    method: 'GET',
    path: '/api/stats',
    policy: readsStore,
    tag: 'Status',
    operationId: 'getStats',
    summary: 'Counts, pipeline, brokers, database size, memory and latencies',
    parameters: [],
    responses: [{ status: 200, description: 'The statistics', schema: 'Stats' }],
    handle: async ({ signal, deadlineMs, viewer }, { read, status, nowFn }) => {
      const counts = await read.counts({ signal, deadlineMs, viewer });
      const now = status();
      const stats = {
        ...now,
        uptimeSeconds: Math.max(0, Math.floor((nowFn() - now.startedAt) / 1000)),
        counts,
        brokers: now.brokers.map((broker) => ({ ...broker, subscriptions: [...broker.subscriptions] })),
        latencies: { ...now.latencies },
      } satisfies z.input<typeof statsSchema>;
      return { json: stats };
    },
  },
  {
    method: 'GET',
    path: '/api/metrics',
    policy: readsMemory,
    tag: 'Status',
    operationId: 'getMetrics',
    summary: 'The metrics of /metrics as JSON, for people',
    parameters: [],
    responses: [{ status: 200, description: 'The metrics', schema: 'Metrics' }],
    handle: async (_request, { metricsJson }) => ({ json: { data: await metricsJson() } }),
  },
  {
    method: 'GET',
    path: '/api/health',
    policy: readsStore,
    tag: 'Status',
    operationId: 'getHealth',
    summary: 'Health in words, for the health check of a data source',
    description: 'Answers 200 also when the state is `degraded`; use `/readyz` for a status code.',
    parameters: [],
    responses: [{ status: 200, description: 'The state', schema: 'Health' }],
    handle: async ({ signal, viewer }, { read, status, readiness, nowFn }) => {
      const counts = await read
        .counts({ signal, deadlineMs: HEALTH_DEADLINE_MS, viewer })
        .catch((): StoreCounts | undefined => undefined);
      const health: z.input<typeof healthSchema> = describeHealth({
        status: status(),
        readiness: readiness(),
        counts,
        now: nowFn(),
      });
      return { json: health };
    },
  },
];

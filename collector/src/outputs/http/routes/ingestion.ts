import type { z } from 'zod';
import type { CollectorStatus } from '../parts.js';
import { readsMemory, type Route, type RoutePolicy } from '../route.js';
import type { mqttStatusSchema } from '../schemas.js';

const controls: RoutePolicy = { auth: 'token', rate: 'counted', work: 'control' };

function mqttStatus({ pipeline, brokers }: CollectorStatus): z.input<typeof mqttStatusSchema> {
  return {
    ingesting: pipeline.ingesting,
    lastMessageAt: pipeline.lastMessageAt,
    queueDepth: pipeline.queueDepth,
    brokers: brokers.map((broker) => ({ ...broker, subscriptions: [...broker.subscriptions] })),
  };
}

const answers = [
  { status: 200, description: 'State of ingestion and broker connections', schema: 'MqttStatus' },
] as const;

export const ingestionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/mqtt/status',
    policy: readsMemory,
    tag: 'Ingestion',
    operationId: 'getMqttStatus',
    summary: 'Broker connections',
    parameters: [],
    responses: [{ status: 200, description: 'State of ingestion and broker connections', schema: 'MqttStatus' }],
    handle: (_request, { status }) => Promise.resolve({ json: mqttStatus(status()) }),
  },
  {
    method: 'POST',
    path: '/api/mqtt/start',
    policy: controls,
    tag: 'Ingestion',
    operationId: 'startMqtt',
    summary: 'Start ingestion',
    parameters: [],
    responses: answers,
    handle: async (_request, { ingestion, status }) => {
      await ingestion.start();
      return { json: mqttStatus(status()) };
    },
  },
  {
    method: 'POST',
    path: '/api/mqtt/stop',
    policy: controls,
    tag: 'Ingestion',
    operationId: 'stopMqtt',
    summary: 'Stop ingestion; brokers with a persistent session keep the messages',
    parameters: [],
    responses: answers,
    handle: async (_request, { ingestion, status }) => {
      await ingestion.stop();
      return { json: mqttStatus(status()) };
    },
  },
];

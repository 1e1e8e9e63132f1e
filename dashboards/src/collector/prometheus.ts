import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { evenLine } from '../foundation/layout.js';
import { instanceVariable, prometheusVariable } from '../foundation/prometheus.js';
import { dataSourceVariable } from '../foundation/variables.js';
import { brokers, commitsNow, databaseNow, lagNow, memoryNow, queueNow } from './prometheus/now.js';
import { commitSize, commitTime, endToEnd, queue, received, refused } from './prometheus/ingest.js';
import {
  cpu,
  databaseSize,
  eventLoop,
  liveClients,
  liveSent,
  memory,
  series,
  undecryptable,
} from './prometheus/process.js';

export const collectorPrometheus = () =>
  createDashboard({
    uid: 'mesh-collector-prometheus',
    title: 'Collector health (Prometheus)',
    description:
      'Whether the collector keeps up: ingest, queue, commits, database, live stream and process, from its Prometheus metrics',
    since: '6h',
    refresh: '30s',
    variables: [dataSourceVariable(), prometheusVariable(), instanceVariable()],
    annotations: meshAnnotations([]),
    lines: [
      evenLine(4, brokers(), queueNow(), lagNow(), commitsNow(), databaseNow(), memoryNow()),
      evenLine(9, received(), refused()),
      evenLine(9, queue(), endToEnd()),
      evenLine(9, commitTime(), commitSize()),
    ],
    sections: [
      {
        id: 100,
        title: 'Database and live stream',
        lines: [evenLine(9, databaseSize(), liveClients()), evenLine(9, liveSent(), undecryptable())],
      },
      { id: 101, title: 'Process', lines: [evenLine(9, cpu(), memory()), evenLine(9, eventLoop(), series())] },
    ],
  });

import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { evenLine } from '../foundation/layout.js';
import { dataSourceVariable } from '../foundation/variables.js';
import { brokersNow, databaseNow, lagNow, lastMessage, memoryNow, queueNow } from './mesh/now.js';
import {
  commits,
  cpu,
  database,
  eventLoop,
  lag,
  liveClients,
  memory,
  queue,
  received,
  refused,
} from './mesh/graphs.js';

export const collectorHealth = () =>
  createDashboard({
    uid: 'mesh-collector',
    title: 'Collector health',
    description:
      'Whether the collector keeps up: ingest, queue, commits, database, live stream and process, from its own history; needs no Prometheus',
    since: '6h',
    refresh: '30s',
    variables: [dataSourceVariable()],
    annotations: meshAnnotations([]),
    lines: [
      evenLine(4, brokersNow(), queueNow(), lagNow(), lastMessage(), databaseNow(), memoryNow()),
      evenLine(9, received(), refused()),
      evenLine(9, queue(), lag()),
      evenLine(9, commits(), database()),
    ],
    sections: [
      { id: 100, title: 'Process', lines: [evenLine(9, cpu(), memory()), evenLine(9, eventLoop(), liveClients())] },
    ],
  });

import { DEFAULT_RADIO, type RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import type { ListFilter, Page, ResourceName, Resources } from '@mesh-observatory/contract/resources';
import { closingError, RequestError } from '../../../errors.js';
import type { GetHealth, ReadOptions, ReadStore } from '../../store.js';
import { openReadConnection } from './connection.js';
import { createReadPool } from './pool.js';
import type { ReadRunner } from './pool.js';
import { faultText, performJob } from './tasks.js';
import type { ReadTasks, TaskName } from './tasks.js';

export interface ReadStoreOptions {
  /** Database file; it need not exist yet. */
  readonly path: string;
  /** Reading threads; 0 = in the caller's thread, for tools and tests. Default 2. */
  readonly threads?: number;
  /** Queries that may wait for a thread before more are refused. Default 50. */
  readonly maxQueue?: number;
  /** Default 10,000. */
  readonly defaultDeadlineMs?: number;
  /** The collector's clock, Unix ms. */
  readonly now?: () => number;
  /** Path of the node dashboard in Grafana, without parameters. Default `/d/mesh-node/mesh-node`. */
  readonly nodeDashboardUrl?: string;
  /** Modem preset and region of the mesh where no node reports any. Default: LongFast, no region. */
  readonly radio?: RadioSettings;
  /** The collector's health, for `values` queries about it. Default: unknown. */
  readonly health?: GetHealth;
  /** Called with a stack when a query or a thread failed by a fault of ours; answers hold a sentence only. */
  readonly onFault?: (fault: string) => void;
}

const DEFAULT_THREADS = 2;
const DEFAULT_QUEUE = 50;
const DEFAULT_DEADLINE_MS = 10_000;
const NODE_DASHBOARD = '/d/mesh-node/mesh-node';

/** Runs jobs in the caller's thread, one at a time. */
function createInlineRunner(path: string): ReadRunner {
  const connection = openReadConnection(path);
  let isClosed = false;
  return {
    async run(job, { deadlineMs, signal }) {
      await Promise.resolve();
      if (isClosed) throw closingError();
      const endsAt = performance.now() + deadlineMs;
      return performJob(connection, job, () => {
        if (signal?.aborted === true) return 'canceled';
        return performance.now() > endsAt ? 'deadline' : undefined;
      });
    },
    close() {
      isClosed = true;
      connection.close();
      return Promise.resolve();
    },
  };
}

/** The read side of the SQLite store: read-only connections on threads of their own. */
export function createReadStore(options: ReadStoreOptions): ReadStore {
  const { path, threads = DEFAULT_THREADS, maxQueue = DEFAULT_QUEUE, health, onFault } = options;
  const { defaultDeadlineMs = DEFAULT_DEADLINE_MS, now = Date.now, nodeDashboardUrl = NODE_DASHBOARD } = options;
  const { radio = DEFAULT_RADIO } = options;
  const runner =
    threads === 0
      ? createInlineRunner(path)
      : createReadPool({ path, threads, maxQueue, onFault: (error) => onFault?.(faultText(error)) });

  async function perform<K extends TaskName>(name: K, input: ReadTasks[K]['input'], read: ReadOptions = {}) {
    const settings = { nodeDashboardUrl, radio, health: name === 'query' ? health?.() : undefined };
    const job = { name, input, now: now(), ...settings };
    const { deadlineMs = defaultDeadlineMs, viewer = '', signal } = read;
    const outcome = await runner.run(job, { deadlineMs, signal, viewer });
    if (!outcome.ok) throw new RequestError(outcome.code, outcome.message);
    for (const fault of outcome.faults) onFault?.(fault);
    return outcome.value as ReadTasks[K]['output']; // the job decides the type: see `performers`
  }

  return {
    list: async <K extends ResourceName>(resource: K, filter: ListFilter, read?: ReadOptions) =>
      (await perform('list', { resource, filter }, read)) as Page<Resources[K]>,
    node: (num, read) => perform('node', num, read),
    query: (request, read) => perform('query', request, read),
    variables: (request, read) => perform('variables', request, read),
    catalog: (read) => perform('catalog', null, read),
    counts: (read) => perform('counts', null, read),
    close: () => runner.close(),
  };
}

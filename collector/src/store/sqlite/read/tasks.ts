/** Tasks of a read connection, on whatever thread. Inputs and outputs are plain data: they cross threads. */
import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import type { RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import type { QueryRequest, QueryResponse, VariablesRequest, VariableValue } from '@mesh-observatory/contract/query';
import type {
  CatalogEntry,
  ListFilter,
  Node,
  Page,
  ResourceName,
  Resources,
} from '@mesh-observatory/contract/resources';
import { RequestError, type CancelReason, type RequestErrorCode } from '../../../errors.js';
import type { NodeNum } from '../../../model.js';
import type { StoreCounts } from '../../store.js';
import { readCatalog } from './catalog.js';
import type { ReadConnection, Reader } from './connection.js';
import { readCounts } from './counts.js';
import { readList } from './lists/index.js';
import { readNode } from './lists/nodes.js';
import { readVariables } from './variables.js';
import { answerQueries } from './answer-queries.js';

export interface ReadTasks {
  list: { input: { resource: ResourceName; filter: ListFilter }; output: Page<Resources[ResourceName]> };
  node: { input: NodeNum; output: Node | undefined };
  query: { input: QueryRequest; output: QueryResponse };
  variables: { input: VariablesRequest; output: VariableValue[] };
  catalog: { input: null; output: CatalogEntry[] };
  counts: { input: null; output: StoreCounts };
}
export type TaskName = keyof ReadTasks;

export interface ReadJob<K extends TaskName = TaskName> {
  readonly name: K;
  readonly input: ReadTasks[K]['input'];
  /** Unix ms, by the collector's clock. */
  readonly now: number;
  readonly nodeDashboardUrl: string;
  /** Modem preset and region of the mesh where no node reports any. */
  readonly radio: RadioSettings;
  /** Health of the collector when the query was sent; undefined in tools that read without one. */
  readonly health: CollectorHealth | undefined;
}

/** `faults`: unexpected errors of queries that were answered with one sentence; for the log, with stacks. */
export type ReadOutcome<K extends TaskName = TaskName> =
  | { readonly ok: true; readonly value: ReadTasks[K]['output']; readonly faults: readonly string[] }
  | {
      readonly ok: false;
      readonly code: RequestErrorCode;
      readonly message: string;
    };

type Performers = {
  readonly [K in TaskName]: (
    reader: Reader,
    job: ReadJob<K>,
    onFault: (error: unknown) => void,
  ) => ReadTasks[K]['output'];
};

const performers: Performers = {
  list: (reader, { input }) => readList(reader, input.resource, input.filter),
  node: (reader, { input }) => readNode(reader, input),
  query: (reader, { input, nodeDashboardUrl, radio, health }, onFault) =>
    answerQueries(reader, input, { nodeDashboardUrl, radio, health, onFault }),
  variables: (reader, { input }) => readVariables(reader, input),
  catalog: (reader) => readCatalog(reader),
  counts: (reader) => readCounts(reader),
};

/** Text of an error for the log. */
export const faultText = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** RequestErrors become outcomes, because errors lose their class between threads; anything else is thrown. */
export function performJob<K extends TaskName>(
  connection: ReadConnection,
  job: ReadJob<K>,
  cancelReason: () => CancelReason | undefined,
): ReadOutcome<K> {
  const faults: string[] = [];
  try {
    const value = connection.run(job.now, cancelReason, (reader) =>
      performers[job.name](reader, job, (error) => faults.push(faultText(error))),
    );
    return { ok: true, value, faults };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}

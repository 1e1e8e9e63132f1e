import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { createMeshRadio, type RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { QueryRequest, QueryResponse, QueryResult, ResolvedQuery } from '@mesh-observatory/contract/query';
import { RequestError } from '../../../errors.js';
import type { Reader } from './connection.js';
import type { ContextOf } from './frames/context.js';
import { frameBuilders } from './queries/index.js';
import type { TimeRange } from './sql.js';

export interface QuerySettings {
  /** Path of the node dashboard in Grafana, without parameters. */
  readonly nodeDashboardUrl: string;
  /** Modem preset and region of the mesh where no node reports any. */
  readonly radio: RadioSettings;
  /** Health of the collector; undefined in tools that read without one. */
  readonly health: CollectorHealth | undefined;
  /** Called with unexpected errors, for the log; the answer holds one sentence only. */
  readonly onFault: (error: unknown) => void;
}

function build<T extends QueryType>(type: T, context: ContextOf<T>): FrameJson[] {
  return frameBuilders[type](context);
}

/** Errors that fail the whole request, not only one query of it. */
const failsRequest = (error: unknown) => error instanceof RequestError && (error.status === 499 || error.status >= 500);

/** Nothing is known of the time to come: a range that ends there ends now, and what is of this very millisecond is in it. */
function rangeOf({ from, to }: QueryRequest, now: number): TimeRange {
  return { from, to: Math.max(from, Math.min(to, now + 1)) };
}

function answer(reader: Reader, query: ResolvedQuery, request: QueryRequest, settings: QuerySettings): QueryResult {
  try {
    const range = rangeOf(request, reader.now);
    const { timeZone } = request;
    const { nodeDashboardUrl, health } = settings;
    const radio = createMeshRadio(reader.radioReports(), settings.radio);
    return {
      status: 200,
      frames: build(query.queryType, { reader, query, range, timeZone, nodeDashboardUrl, radio, health }),
    };
  } catch (error) {
    if (failsRequest(error)) throw error;
    if (error instanceof RequestError) return { status: error.status, frames: [], error: error.message };
    settings.onFault(error);
    return { status: 500, frames: [], error: `The collector failed to answer this ${query.queryType} query.` };
  }
}

/** Answers every query that is not hidden; an error in one does not affect the others. */
export function answerQueries(reader: Reader, request: QueryRequest, settings: QuerySettings): QueryResponse {
  const results: [string, QueryResult][] = [];
  for (const query of request.queries) {
    if (query.hide === true) continue;
    reader.check();
    results.push([query.refId, answer(reader, query, request, settings)]);
  }
  // Not by assignment: a refId may be called `__proto__`.
  return { results: Object.fromEntries(results) };
}

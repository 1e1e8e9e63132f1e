import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { QueryRequest, QueryResponse, QueryResult, ResolvedQuery } from '@mesh-observatory/contract/query';
import { RequestError } from '../../../../errors.js';
import type { Reader } from '../connection.js';
import type { ContextOf, FrameBuilders } from './context.js';
import { buildChannels } from './channels.js';
import { buildCollector } from './collector.js';
import { buildCutpoints } from './cutpoints.js';
import { buildEvents } from './events.js';
import { buildFindings } from './findings.js';
import { buildGateways } from './gateways.js';
import { buildLinkpairs } from './linkpairs.js';
import { buildLinks } from './links.js';
import { buildMessages } from './messages.js';
import { buildNodegraph } from './nodegraph.js';
import { buildNodes } from './nodes.js';
import { buildPackets } from './packets.js';
import { buildPositions } from './positions.js';
import { buildSignal } from './signal.js';
import { buildStat } from './stat.js';
import { buildTimeseries } from './timeseries.js';
import { buildTraceroutes } from './traceroutes.js';
import { buildTraffic } from './traffic.js';
import { buildValues } from './values.js';

const builders: FrameBuilders = {
  timeseries: buildTimeseries,
  nodes: buildNodes,
  positions: buildPositions,
  links: buildLinks,
  messages: buildMessages,
  packets: buildPackets,
  traceroutes: buildTraceroutes,
  events: buildEvents,
  traffic: buildTraffic,
  gateways: buildGateways,
  nodegraph: buildNodegraph,
  stat: buildStat,
  values: buildValues,
  channels: buildChannels,
  linkpairs: buildLinkpairs,
  cutpoints: buildCutpoints,
  findings: buildFindings,
  collector: buildCollector,
  signal: buildSignal,
};

export interface QuerySettings {
  /** Path of the node dashboard in Grafana, without parameters. */
  readonly nodeDashboardUrl: string;
  /** How the collector is; undefined where nobody knows. */
  readonly health: CollectorHealth | undefined;
  /** Told about what no query should ever raise, with its stack; the answer holds a sentence only. */
  readonly onFault: (error: unknown) => void;
}

function build<T extends QueryType>(type: T, context: ContextOf<T>): FrameJson[] {
  return builders[type](context);
}

/** What ends the whole request, not one query of it. */
const endsAll = (error: unknown) => error instanceof RequestError && (error.status === 499 || error.status >= 500);

function answer(reader: Reader, query: ResolvedQuery, request: QueryRequest, settings: QuerySettings): QueryResult {
  try {
    if (request.to <= request.from) throw new RequestError(400, 'bad_range', 'The time range ends before it starts.');
    const range = { from: request.from, to: request.to };
    const { nodeDashboardUrl, health } = settings;
    return { status: 200, frames: build(query.queryType, { reader, query, range, nodeDashboardUrl, health }) };
  } catch (error) {
    if (endsAll(error)) throw error;
    if (error instanceof RequestError) return { status: error.status, frames: [], error: error.message };
    settings.onFault(error);
    return { status: 500, frames: [], error: `The collector failed to answer this ${query.queryType} query.` };
  }
}

/** Answers every query that is not hidden; a mistake in one does not spoil the others. */
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

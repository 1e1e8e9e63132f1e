import { queryLimits } from '@mesh-observatory/contract/limits';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { readAnswers, type Answer } from './answer';
import type { Instance } from './instances';
import {
  FRAMES_AS_JSON,
  type DataQuery,
  type DataResponse,
  type ErrorSource,
  type QueryDataRequest,
  type QueryDataResponse,
} from './protocol/messages';
import { readSavedQuery } from './savedQuery';
import { UpstreamProblem, type Upstream } from './upstream';

interface Group {
  readonly from: number;
  readonly to: number;
  readonly queries: WireQuery[];
}

type Responses = Record<string, DataResponse>;

/** `QueryData`: queries with the same time range share a request; every query gets an answer of its own. */
export async function queryData(
  { queries, headers }: QueryDataRequest,
  { upstream }: Pick<Instance, 'upstream'>,
  signal: AbortSignal,
): Promise<QueryDataResponse> {
  const responses: Responses = Object.create(null) as Responses;
  const groups = new Map<string, Group>();
  for (const given of queries) {
    const read = readSavedQuery(given);
    if (read.outcome === 'ready') {
      join(groups, given, read.query);
    } else {
      responses[given.refId] = failure(read.message, 400, 'downstream');
    }
  }
  const sending = { upstream, signal, forAlert: isForAlert(headers) };
  const answered = await Promise.all([...groups.values()].map((group) => ask(group, sending)));
  return { responses: Object.assign(responses, ...answered) as Responses };
}

function join(groups: Map<string, Group>, { timeRange, refId }: DataQuery, query: WireQuery): void {
  const [from, to] = [timeRange?.fromEpochMS ?? 0, timeRange?.toEpochMS ?? 0];
  for (let part = 0; ; part += 1) {
    const key = `${from}-${to}-${part}`;
    const group = groups.get(key) ?? { from, to, queries: [] };
    if (group.queries.length < queryLimits.queries && group.queries.every((other) => other.refId !== refId)) {
      group.queries.push(query);
      groups.set(key, group);
      return;
    }
  }
}

/** Set by Grafana's alerting on its queries; the case depends on its version. */
const ALERT_HEADER = 'FromAlert';
const isForAlert = (headers: QueryDataRequest['headers']) =>
  Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === ALERT_HEADER.toLowerCase() && value === 'true',
  );

interface Sending {
  readonly upstream: Upstream;
  readonly signal: AbortSignal;
  readonly forAlert: boolean;
}

async function ask(group: Group, sending: Sending): Promise<Responses> {
  try {
    const { upstream, signal, forAlert } = sending;
    const body = JSON.stringify(group);
    const bytes = await upstream.send({ method: 'POST', path: '/api/query', body, signal, forAlert });
    const answers = readAll(bytes);
    return Object.fromEntries(group.queries.map(({ refId }) => [refId, responseOf(answers.get(refId))]));
  } catch (error) {
    if (!(error instanceof UpstreamProblem)) {
      throw error;
    }
    // The collector refuses a request as a whole: each query is sent alone, so that only the invalid one fails.
    if (error.status === 400 && error.kind === 'refused' && group.queries.length > 1) {
      const alone = group.queries.map((query) => ask({ ...group, queries: [query] }, sending));
      return Object.assign({}, ...(await Promise.all(alone))) as Responses;
    }
    const response = failure(error.message, error.status, 'downstream');
    return Object.fromEntries(group.queries.map(({ refId }) => [refId, response]));
  }
}

function readAll(bytes: Buffer): ReadonlyMap<string, Answer> {
  try {
    return readAnswers(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The collector's answer cannot be read (${reason}). Is the URL that of a Mesh Observatory collector?`;
    throw new UpstreamProblem({ kind: 'not_found', message }, 502);
  }
}

function responseOf(answer: Answer | undefined): DataResponse {
  if (answer === undefined) {
    return failure('The collector did not answer this query.', 502, 'downstream');
  }
  const { status, error, frames } = answer;
  return error === undefined
    ? { frames, error: '', status, errorSource: '', format: FRAMES_AS_JSON }
    : failure(error, status, 'downstream');
}

export function failure(error: string, status: number, errorSource: ErrorSource): DataResponse {
  return { frames: [], error, status, errorSource, format: FRAMES_AS_JSON };
}

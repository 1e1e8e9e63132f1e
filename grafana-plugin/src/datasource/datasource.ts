import {
  DataSourceApi,
  LoadingState,
  type AdHocVariableFilter,
  type CoreApp,
  type DataFrame,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type QueryFixAction,
  type ScopedVars,
  type TestDataSourceResponse,
} from '@grafana/data';
import { config, getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { catchError, map, of, type Observable } from 'rxjs';
import { annotationSupport } from './annotations';
import { createChoices, type Choices } from './client/choices';
import { createCollectorClient, type CollectorClient } from './client/collectorClient';
import { describeHealth, describeHealthFailure } from './client/health';
import { describeProblem } from './client/problems';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { liveAnswers } from './live/liveAnswers';
import { together } from './live/together';
import { createLiveHub, liveUrl, openWebSocket, type LiveHub } from './live/liveHub';
import { createNodeNames, type NodeNames } from './live/nodeNames';
import type { LivePlan } from './live/merger';
import { livePlanOf } from './live/plans';
import { addAdhocFilter, adhocKeyOf, adhocTagKeys, kindValues, takeFilters, valueKindOf } from './query/adhoc';
import { answerOf, answersOf, emptyAnswer } from './query/answer';
import { DEFAULT_LIVE_POINTS, getDefaultQuery, isComplete } from './query/defaults';
import { rangeScopedVars, type Templates } from './query/interpolate';
import { interpolateQuery, mentionsVariables } from './query/savedVariables';
import { resolveQuery, type Resolved } from './query/resolve';
import { summarizeQuery } from './query/summary';
import { endsNow, spanAt } from './query/timeRange';
import type { MeshOptions, MeshQuery } from './types';
import { MeshVariableSupport } from './variables';

type Ready = Extract<Resolved, { outcome: 'ready' }>;
type Request = DataQueryRequest<MeshQuery>;

/** The services of the page a data source lives in. */
export interface Surroundings {
  readonly client: CollectorClient;
  readonly hub: LiveHub;
  readonly names: NodeNames;
  readonly now: () => number;
  readonly isVisible: () => boolean;
}

export class MeshDataSource extends DataSourceApi<MeshQuery, MeshOptions> {
  readonly client: CollectorClient;
  /** What the pickers of the editors offer. */
  readonly choices: Choices;
  override annotations = annotationSupport;
  override variables = new MeshVariableSupport(this);
  private readonly surroundings: Surroundings;
  private readonly pluginVersion: string;

  constructor(settings: DataSourceInstanceSettings<MeshOptions>, surroundings?: Partial<Surroundings>) {
    super(settings);
    this.surroundings = { ...inGrafana(settings.url ?? ''), ...surroundings };
    this.client = this.surroundings.client;
    this.choices = createChoices(this.client, this.surroundings.now);
    this.pluginVersion = settings.meta?.info?.version ?? '';
  }

  get templates(): Templates {
    return getTemplateSrv();
  }

  override getDefaultQuery(app: CoreApp): Partial<MeshQuery> {
    return getDefaultQuery(app);
  }

  override filterQuery(query: MeshQuery): boolean {
    return isComplete(query);
  }

  override getQueryDisplayText(query: MeshQuery): string {
    return summarizeQuery(query);
  }

  override query(request: Request): Observable<DataQueryResponse> {
    const resolved = request.targets.filter(isComplete).map((target) => this.resolve(target, request));
    const ready = resolved.filter((one): one is Ready => one.outcome === 'ready');
    const live = ready.flatMap((one) => {
      const plan = this.isLive(one.query.refId, request) ? livePlanOf(one.query) : undefined;
      return plan === undefined ? [] : [{ ...one, plan }];
    });
    const still = ready.filter(({ query }) => !live.some((followed) => followed.query === query));
    const answers = [
      ...this.withoutAsking(resolved),
      ...(still.length === 0 ? [] : [this.ask(still, request)]),
      ...live.map((one) => this.follow(one, request)),
    ];
    const refIds = request.targets.map(({ refId }) => refId);
    return answers.length === 0 ? of({ data: [] }) : together(answers, refIds);
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    try {
      return describeHealth(await this.client.health(), {
        pluginVersion: this.pluginVersion,
        now: this.surroundings.now(),
      });
    } catch (error) {
      return describeHealthFailure(error);
    }
  }

  override getTagKeys(): Promise<MetricFindValue[]> {
    return Promise.resolve(adhocTagKeys());
  }

  override async getTagValues(options: DataSourceGetTagValuesOptions<MeshQuery>): Promise<MetricFindValue[]> {
    const key = adhocKeyOf(options.key);
    if (key === undefined) {
      return [];
    }
    const kind = valueKindOf(key);
    if (kind === undefined) {
      return kindValues();
    }
    const others = (options.filters ?? []).filter((filter) => filter.key !== options.key);
    const { filters } = takeFilters(others, (text) => this.templates.replace(text));
    return this.client.variables({ kind, filters });
  }

  override interpolateVariablesInQueries(
    queries: MeshQuery[],
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = [],
  ): MeshQuery[] {
    const interpolation = { templates: this.templates, scopedVars };
    return queries.map((query) => ({ ...interpolateQuery(query, interpolation, filters), datasource: this.getRef() }));
  }

  override targetContainsTemplate(query: MeshQuery): boolean {
    return mentionsVariables(query, this.templates);
  }

  /** "Filter for value" in Explore. */
  override modifyQuery(query: MeshQuery, { type, options }: QueryFixAction): MeshQuery {
    return addAdhocFilter(query, type, options ?? {});
  }

  private resolve(target: MeshQuery, request: Request): Resolved {
    return resolveQuery(target, {
      templates: this.templates,
      scopedVars: rangeScopedVars(request),
      filters: request.filters ?? [],
      maxDataPoints: request.maxDataPoints,
      intervalMs: request.intervalMs,
    });
  }

  private isLive(refId: string, { targets, liveStreaming, range }: Request): boolean {
    const wanted = liveStreaming === true || targets.find((target) => target.refId === refId)?.live === true;
    return wanted && endsNow(range);
  }

  /** Queries whose answer is known without the collector. */
  private withoutAsking(resolved: readonly Resolved[]): Array<Observable<DataQueryResponse>> {
    const data = resolved.flatMap((one) => (one.outcome === 'nothing' ? [emptyAnswer(one.refId, one.reason)] : []));
    const errors = resolved.flatMap((one) =>
      one.outcome === 'invalid' ? [{ refId: one.refId, message: one.message, status: 400 }] : [],
    );
    return data.length + errors.length === 0 ? [] : [of(toResponse(data, errors))];
  }

  private ask(ready: readonly Ready[], { range }: Request): Observable<DataQueryResponse> {
    const span = spanAt(range, -Infinity);
    const asked = ready.map(({ query, notices }) => ({ refId: query.refId, notices }));
    return this.client.query({ ...span, queries: ready.map(({ query }) => query) }).pipe(
      map((response) => answersOf(response, asked)),
      map(({ frames, errors }) => toResponse(frames, errors)),
      catchError((error: unknown) => of(toResponse([], failed(error, asked)))),
    );
  }

  private follow(
    { query, notices, plan }: Ready & { readonly plan: LivePlan },
    request: Request,
  ): Observable<DataQueryResponse> {
    const { hub, names, now, isVisible } = this.surroundings;
    const { refId } = query;
    const points = request.targets.find((target) => target.refId === refId)?.livePoints ?? DEFAULT_LIVE_POINTS;
    const { nodes: nodeIds, gateways: gatewayIds, channels } = query;
    return liveAnswers({
      query,
      plan,
      names,
      now,
      isVisible,
      maxPoints: Math.max(1, points),
      rangeMs: request.range.to.valueOf() - request.range.from.valueOf(),
      load: () => this.load(query, notices, request),
      events: hub.events({ nodeIds, gatewayIds, channels }, plan.kinds),
    }).pipe(
      map(({ frames, error }) => {
        const errors = error === undefined ? [] : failed(error, [{ refId }]);
        return { ...toResponse(frames, errors), state: LoadingState.Streaming };
      }),
    );
  }

  private load(query: WireQuery, notices: readonly string[], { range }: Request): Observable<DataFrame[]> {
    const span = spanAt(range, this.surroundings.now());
    return this.client.query({ ...span, queries: [query] }).pipe(
      map((response) => {
        const { frames, errors } = answerOf(query.refId, response.results[query.refId], notices);
        const [error] = errors;
        if (error !== undefined) {
          throw new Unanswered(error);
        }
        return frames;
      }),
    );
  }
}

/** The collector answered, with a complaint about the query. */
class Unanswered extends Error {
  constructor(readonly complaint: DataQueryError) {
    super(complaint.message);
  }
}

function inGrafana(url: string): Surroundings {
  const client = createCollectorClient({ url, backend: getBackendSrv });
  const now = Date.now;
  return {
    client,
    hub: createLiveHub({ connect: () => openWebSocket(liveUrl(url, config.appSubUrl, document.baseURI)) }),
    names: createNodeNames({ load: () => client.variables({ kind: 'nodes', limit: 10_000 }), now }),
    now,
    isVisible: () => document.visibilityState !== 'hidden',
  };
}

function toResponse(data: DataFrame[], errors: DataQueryError[]): DataQueryResponse {
  return { data, ...(errors.length === 0 ? {} : { errors }), state: LoadingState.Done };
}

/** One error for every query that stayed without an answer. */
function failed(error: unknown, asked: ReadonlyArray<{ readonly refId: string }>): DataQueryError[] {
  const { message, status } = error instanceof Unanswered ? error.complaint : describeProblem(error);
  return asked.map(({ refId }) => ({ refId, message, status }));
}

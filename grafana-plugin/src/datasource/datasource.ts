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
  type QueryResultMetaNotice,
  type ScopedVars,
  type TestDataSourceResponse,
} from '@grafana/data';
import { config, getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { liveLimits } from '@mesh-observatory/contract/limits';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { catchError, map, of, type Observable } from 'rxjs';
import { annotationSupport } from './annotations';
import { createChoices, type Choices } from './client/choices';
import { createCollectorClient, type CollectorClient } from './client/collectorClient';
import { describeHealth, describeHealthFailure } from './client/health';
import { Patience, Unanswered } from './client/patience';
import { describeProblem } from './client/problems';
import { t } from './i18n';
import { liveAnswers } from './live/liveAnswers';
import { mergeResponses } from './live/mergeResponses';
import { createLiveHub, type LiveHub } from './live/liveHub';
import { liveUrl } from './live/liveSocket';
import { addAdhocFilter, adhocKeyOf, adhocTagKeys, kindValues, takeFilters, valueKindOf } from './query/adhoc';
import { answerOf, answersOf, emptyAnswer, framesOf, type Notice } from './query/answer';
import { getDefaultQuery, isComplete } from './query/defaults';
import { rangeScopedVars, type Templates } from './query/interpolate';
import { interpolateQuery, mentionsVariables } from './query/savedVariables';
import { resolveQuery, type Resolved } from './query/resolve';
import { summarizeQuery } from './query/summary';
import { followsNow, spanAt, zoneOf } from './query/timeRange';
import type { MeshOptions, SavedQuery } from './types';
import { MeshVariableSupport } from './variables';

type Ready = Extract<Resolved, { outcome: 'ready' }>;
type Request = DataQueryRequest<SavedQuery>;

/** Services a data source gets from Grafana and the browser; tests replace them. */
export interface DataSourceServices {
  readonly client: CollectorClient;
  readonly hub: LiveHub;
  readonly now: () => number;
  readonly isVisible: () => boolean;
}

export class MeshDataSource extends DataSourceApi<SavedQuery, MeshOptions> {
  readonly client: CollectorClient;
  /** Choices of the pickers of the editors. */
  readonly choices: Choices;
  override annotations = annotationSupport;
  override variables = new MeshVariableSupport(this);
  private readonly services: DataSourceServices;
  private readonly patience: Patience;
  private readonly pluginVersion: string;

  constructor(settings: DataSourceInstanceSettings<MeshOptions>, services?: Partial<DataSourceServices>) {
    super(settings);
    this.services = { ...servicesOfGrafana(settings.url ?? ''), ...services };
    this.client = this.services.client;
    this.patience = new Patience(this.services.now);
    this.choices = createChoices(this.client, this.services.now);
    this.pluginVersion = settings.meta?.info?.version ?? '';
  }

  get templates(): Templates {
    return getTemplateSrv();
  }

  override getDefaultQuery(app: CoreApp): Partial<SavedQuery> {
    return getDefaultQuery(app);
  }

  override filterQuery(query: SavedQuery): boolean {
    return isComplete(query);
  }

  override getQueryDisplayText(query: SavedQuery): string {
    return summarizeQuery(query);
  }

  override query(request: Request): Observable<DataQueryResponse> {
    const resolved = request.targets.filter(isComplete).map((target) => this.resolve(target, request));
    const ready = resolved.filter((one): one is Ready => one.outcome === 'ready');
    const live = ready.filter((one) => this.isLive(one, request) && !isMixed(request));
    const asked = ready.filter((one) => !live.includes(one));
    const answers = [
      ...this.localAnswers(resolved),
      ...(asked.length === 0 ? [] : [this.ask(asked, request)]),
      ...live.map((one) => this.follow(one, request)),
    ];
    const refIds = request.targets.map(({ refId }) => refId);
    // Of answers with one key Grafana keeps the latest: an error goes when the answer comes.
    return answers.length === 0
      ? of({ data: [] })
      : mergeResponses(answers, refIds).pipe(map((response) => ({ ...response, key: 'mesh' })));
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    try {
      return describeHealth(await this.client.health(), {
        pluginVersion: this.pluginVersion,
        now: this.services.now(),
      });
    } catch (error) {
      return describeHealthFailure(error);
    }
  }

  override getTagKeys(): Promise<MetricFindValue[]> {
    return Promise.resolve(adhocTagKeys());
  }

  override async getTagValues(options: DataSourceGetTagValuesOptions<SavedQuery>): Promise<MetricFindValue[]> {
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
    queries: SavedQuery[],
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = [],
  ): SavedQuery[] {
    const interpolation = { templates: this.templates, scopedVars };
    return queries.map((query) => ({ ...interpolateQuery(query, interpolation, filters), datasource: this.getRef() }));
  }

  override targetContainsTemplate(query: SavedQuery): boolean {
    return mentionsVariables(query, this.templates);
  }

  /** "Filter for value" in Explore. */
  override modifyQuery(query: SavedQuery, { type, options }: QueryFixAction): SavedQuery {
    return addAdhocFilter(query, type, options ?? {});
  }

  private resolve(target: SavedQuery, request: Request): Resolved {
    return resolveQuery(target, {
      templates: this.templates,
      scopedVars: rangeScopedVars(request),
      filters: request.filters ?? [],
      maxDataPoints: request.maxDataPoints,
      intervalMs: request.intervalMs,
    });
  }

  /** Queries whose answer is known without the collector. */
  private localAnswers(resolved: readonly Resolved[]): Array<Observable<DataQueryResponse>> {
    const data = resolved.flatMap((one) => (one.outcome === 'nothing' ? [emptyAnswer(one.refId, one.reason)] : []));
    const errors = resolved.flatMap((one) =>
      one.outcome === 'invalid' ? [{ refId: one.refId, message: one.message, status: 400 }] : [],
    );
    return data.length + errors.length === 0 ? [] : [of(toResponse(data, errors))];
  }

  private isLive({ saved }: Ready, { liveStreaming, range }: Request): boolean {
    return (liveStreaming === true || saved.live === true) && followsNow(range, this.services.now());
  }

  private ask(ready: readonly Ready[], request: Request): Observable<DataQueryResponse> {
    const { range, timezone } = request;
    const span = { from: range.from.valueOf(), to: range.to.valueOf() };
    const asked = ready.map((one) => ({ refId: one.query.refId, notices: this.noticesOf(one, request) }));
    const queries = ready.map(({ query }) => query);
    const answer = this.client.query({ ...span, ...zoneOf(timezone), queries });
    return this.patience.answered(JSON.stringify(queries), answer).pipe(
      map((response) => {
        if (response instanceof Unanswered) {
          return toResponse([], failed(response, asked));
        }
        const { frames, errors } = answersOf(response, asked);
        return toResponse(frames, errors);
      }),
      catchError((error: unknown) => of(toResponse([], failed(error, asked)))),
    );
  }

  private noticesOf(one: Ready, request: Request): Notice[] {
    return this.isLive(one, request) && isMixed(request) ? [...one.notices, notLive()] : [...one.notices];
  }

  private follow({ query, notices }: Ready, request: Request): Observable<DataQueryResponse> {
    const { hub, now, isVisible } = this.services;
    const { refId } = query;
    const { from, to } = spanAt(request.range, now());
    const time = { rangeMs: Math.max(liveLimits.minRangeMs, to - from), ...zoneOf(request.timezone) };
    return liveAnswers({
      events: hub.follow(query, time),
      load: () => this.load(query, notices, request),
      toFrames: (frames) => framesOf(frames, refId, notices),
      now,
      isVisible,
    }).pipe(
      map(({ frames, error, isStreaming }) => {
        const errors = error === undefined ? [] : failed(error, [{ refId }]);
        return { ...toResponse(frames, errors), state: isStreaming ? LoadingState.Streaming : LoadingState.Done };
      }),
    );
  }

  private load(
    query: WireQuery,
    notices: readonly string[],
    { range, timezone }: Request,
  ): Observable<DataFrame[] | Unanswered> {
    const span = spanAt(range, this.services.now());
    const answer = this.client.query({ ...span, ...zoneOf(timezone), queries: [query] });
    return this.patience.answered(JSON.stringify([query]), answer).pipe(
      map((response) => {
        if (response instanceof Unanswered) {
          return response;
        }
        const { frames, errors } = answerOf(query.refId, response.results[query.refId], notices);
        const [error] = errors;
        if (error !== undefined) {
          throw new QueryFailedError(error);
        }
        return frames;
      }),
    );
  }
}

/** Grafana's Mixed data source waits for the end of every answer, and live answers have none. */
const isMixed = ({ requestId }: Request) => requestId.startsWith('mixed-');

const notLive = (): QueryResultMetaNotice => ({
  severity: 'info',
  text: t('query.mixed', 'Not live: a panel with several data sources is answered once at each refresh.'),
});

/** The collector refused the query, or failed to answer it. */
class QueryFailedError extends Error {
  constructor(readonly failure: DataQueryError) {
    super(failure.message);
  }
}

function servicesOfGrafana(url: string): DataSourceServices {
  const client = createCollectorClient({ url, backend: getBackendSrv });
  const now = Date.now;
  return {
    client,
    hub: createLiveHub({ connect: () => new WebSocket(liveUrl(url, config.appSubUrl, document.baseURI)) }),
    now,
    isVisible: () => document.visibilityState !== 'hidden',
  };
}

function toResponse(data: DataFrame[], errors: DataQueryError[]): DataQueryResponse {
  return { data, ...(errors.length === 0 ? {} : { errors }), state: LoadingState.Done };
}

/** The same error for every query of a failed request. */
function failed(error: unknown, asked: ReadonlyArray<{ readonly refId: string }>): DataQueryError[] {
  const { message, status } = error instanceof QueryFailedError ? error.failure : describeProblem(error);
  return asked.map(({ refId }) => ({ refId, message, status }));
}

/** A minimal Prometheus data source. Grafana's own data source is not published as a package. */
import {
  DataSourceApi,
  FieldType,
  LoadingState,
  createDataFrame,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type MetricFindValue,
} from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { templateSrv } from './templateSrv';

interface PromQuery extends DataQuery {
  expr?: string;
  legendFormat?: string;
  instant?: boolean;
}

interface Series {
  metric: Record<string, string>;
  values: Array<[number, string]>;
}

const MIN_STEP_S = 15;
const LABEL_VALUES = /^label_values\((\w+),\s*(\w+)\)$/;

export class PreviewPrometheus extends DataSourceApi<PromQuery> {
  constructor(private readonly settings: DataSourceInstanceSettings) {
    super(settings);
  }

  async query(request: DataQueryRequest<PromQuery>): Promise<DataQueryResponse> {
    const answers = await Promise.all(request.targets.map((target) => this.runQuery(target, request)));
    return { data: answers.flat(), state: LoadingState.Done };
  }

  override async metricFindQuery(query: string | { query?: string }): Promise<MetricFindValue[]> {
    const text = typeof query === 'string' ? query : (query.query ?? '');
    const [, metric, label] = LABEL_VALUES.exec(text) ?? [];
    if (metric === undefined) {
      throw new Error(`The preview supports only label_values(metric, label) as a variable query, not "${text}".`);
    }
    const { data } = await this.get<string[]>(`label/${label}/values`, { 'match[]': metric });
    return data.map((value) => ({ text: value, value }));
  }

  async testDatasource() {
    await this.get('query', { query: '1' });
    return { status: 'success', message: 'Successfully queried the Prometheus API.' };
  }

  private async runQuery({ expr = '', legendFormat = '', instant, refId }: PromQuery, request: DataQueryRequest) {
    const step = Math.max(MIN_STEP_S, Math.round(request.intervalMs / 1000));
    const [from, to] = [request.range.from.unix(), request.range.to.unix()];
    const start = instant === true ? to : from - (from % step);
    const query = templateSrv.replace(
      expr.replaceAll('$__rate_interval', `${4 * step}s`),
      request.scopedVars,
      (value: string | string[]) => (Array.isArray(value) ? `(${value.join('|')})` : value),
    );
    const { data } = await this.get<{ result: Series[] }>('query_range', { query, start, end: to, step });
    return data.result.map((series) => toFrame(series, legendFormat, refId));
  }

  private get<T>(path: string, parameters: Record<string, unknown>): Promise<{ data: T }> {
    return getBackendSrv().get(`${this.settings.url}/api/v1/${path}`, parameters);
  }
}

function toFrame({ metric, values }: Series, legend: string, refId: string): DataFrame {
  const name = legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, label: string) => metric[label] ?? '');
  return createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map(([seconds]) => seconds * 1000) },
      {
        name: 'Value',
        type: FieldType.number,
        labels: metric,
        config: { displayNameFromDS: name },
        values: values.map(([, value]) => (Number.isFinite(Number(value)) ? Number(value) : null)),
      },
    ],
  });
}

import type { DataFrameJSON } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest } from '@grafana/runtime';
import { defer, lastValueFrom, map, throwError, timeout, type Observable } from 'rxjs';
import type { QueryRequestBody, VariablesRequestBody, VariableValue } from '@mesh-observatory/contract/query';
import type { CatalogEntry } from '@mesh-observatory/contract/resources';
import type { HealthReport } from './health';
import { ANSWER_MS, Unanswered } from './patience';

export interface QueryResult {
  status: number;
  frames: DataFrameJSON[];
  error?: string;
}
export interface QueryResponse {
  results: Record<string, QueryResult>;
}

/** The collector behind Grafana's data source proxy. Unsubscribing cancels the request; so does a time limit. */
export interface CollectorClient {
  query(request: QueryRequestBody): Observable<QueryResponse>;
  variables(request: VariablesRequestBody): Promise<VariableValue[]>;
  /** Every metric; asked for once. */
  catalog(): Promise<CatalogEntry[]>;
  health(): Promise<HealthReport>;
}

export interface CollectorClientParts {
  /** Address of the data source in Grafana, e.g. `/api/datasources/proxy/uid/mesh-observatory`. */
  readonly url: string;
  readonly backend: () => Pick<BackendSrv, 'fetch'>;
}

export function createCollectorClient({ url, backend }: CollectorClientParts): CollectorClient {
  let catalog: Promise<CatalogEntry[]> | undefined;

  const send = <T>(request: Omit<BackendSrvRequest, 'url'> & { path: string }): Observable<T> => {
    const { path, ...rest } = request;
    const options = { ...rest, url: `${url}${path}`, showErrorAlert: false };
    return defer(() => {
      const asked = Date.now();
      return backend()
        .fetch<T>(options)
        .pipe(
          timeout({ first: ANSWER_MS, with: () => throwError(() => new Unanswered(asked)) }),
          map(({ data }) => data),
        );
    });
  };

  return {
    query: (request) => send<QueryResponse>({ path: '/api/query', method: 'POST', data: request }),
    variables: async (request) => {
      const answer = await lastValueFrom(
        send<{ data: VariableValue[] }>({ path: '/api/variables', method: 'POST', data: request }),
      );
      return answer.data;
    },
    catalog: () => {
      catalog ??= lastValueFrom(send<{ data: CatalogEntry[] }>({ path: '/api/catalog', method: 'GET' })).then(
        ({ data }) => data,
      );
      // A failure is not remembered: the collector may be up the next time.
      catalog.catch(() => (catalog = undefined));
      return catalog;
    },
    health: () => lastValueFrom(send<HealthReport>({ path: '/api/health', method: 'GET' })),
  };
}

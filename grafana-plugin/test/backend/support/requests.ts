/** Requests of Grafana, with defaults for all that a test does not care about. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export interface Saved {
  readonly url: string;
  readonly token?: string;
  readonly jsonData?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly orgId?: number;
  readonly updated?: number;
  readonly namespace?: string;
}

export function pluginContext(saved: Saved) {
  return {
    orgId: saved.orgId ?? 1,
    pluginId: 'meshobservatory-meshtastic-datasource',
    pluginVersion: '0.1.0',
    namespace: saved.namespace ?? '',
    dataSourceInstanceSettings: {
      name: 'Mesh',
      url: saved.url,
      // Another address is another data source, unless a test is about just that.
      uid: saved.uid ?? `mesh-${saved.url}`,
      lastUpdatedMS: saved.updated ?? 1_764_000_000_000,
      jsonData: Buffer.from(JSON.stringify(saved.jsonData ?? {})),
      decryptedSecureJsonData: { apiToken: saved.token ?? 'the-token', ...saved.secrets },
    },
  };
}

export interface AskedQuery {
  readonly refId: string;
  readonly model: object | string;
  readonly from?: number;
  readonly to?: number;
  readonly maxDataPoints?: number;
  readonly intervalMS?: number;
}

export function queryDataRequest(
  saved: Saved,
  queries: readonly AskedQuery[],
  headers: Readonly<Record<string, string>> = {},
) {
  return {
    headers,
    pluginContext: pluginContext(saved),
    queries: queries.map(
      ({ refId, model, from = NOW - 3_600_000, to = NOW, maxDataPoints = 100, intervalMS = 1000 }) => ({
        refId,
        maxDataPoints,
        intervalMS,
        timeRange: { fromEpochMS: from, toEpochMS: to },
        json: Buffer.from(typeof model === 'string' ? model : JSON.stringify(model)),
      }),
    ),
  };
}

export interface QueryDataResponse {
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly frames: readonly Buffer[];
        readonly error: string;
        readonly status: number;
        readonly errorSource: string;
        readonly format: string;
      }
    >
  >;
}

/** Messages of the plugin protocol, as gRPC reads and writes them. */

export interface DataSourceInstanceSettings {
  readonly name: string;
  readonly url: string;
  readonly basicAuthEnabled: boolean;
  readonly basicAuthUser: string;
  readonly jsonData: Buffer;
  readonly decryptedSecureJsonData: Readonly<Record<string, string>>;
  readonly lastUpdatedMS: number;
  readonly uid: string;
}

export interface PluginContext {
  readonly orgId: number;
  readonly pluginId: string;
  /** Absent when a request is not about a data source. */
  readonly dataSourceInstanceSettings: DataSourceInstanceSettings | null;
  readonly pluginVersion: string;
  /** `default`, `org-2`, `stacks-1`; empty from servers that do not know namespaces. */
  readonly namespace: string;
}

export interface DataQuery {
  readonly refId: string;
  readonly maxDataPoints: number;
  readonly intervalMS: number;
  readonly timeRange: { readonly fromEpochMS: number; readonly toEpochMS: number } | null;
  readonly json: Buffer;
  readonly queryType: string;
}

export interface QueryDataRequest {
  readonly pluginContext: PluginContext | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly queries: readonly DataQuery[];
}

/** Source of an error: the collector and the request, or this program. */
export type ErrorSource = 'downstream' | 'plugin';

/** `DataFrameFormat` of the protocol: Arrow, which is the default, or JSON. */
export const FRAMES_AS_JSON = 1;

export interface DataResponse {
  readonly frames: readonly Buffer[];
  readonly error: string;
  readonly status: number;
  readonly errorSource: ErrorSource | '';
  readonly format: typeof FRAMES_AS_JSON;
}

export interface QueryDataResponse {
  readonly responses: Readonly<Record<string, DataResponse>>;
}

export interface CheckHealthRequest {
  readonly pluginContext: PluginContext | null;
}

export const healthStatus = { unknown: 0, ok: 1, error: 2 } as const;

export interface CheckHealthResponse {
  readonly status: number;
  readonly message: string;
  readonly jsonDetails: Buffer;
}

export interface CollectMetricsResponse {
  readonly metrics: { readonly prometheus: Buffer };
}

export interface StringList {
  readonly values: readonly string[];
}

export interface CallResourceRequest {
  readonly pluginContext: PluginContext | null;
  readonly path: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, StringList>>;
  readonly body: Buffer;
}

export interface CallResourceResponse {
  readonly code: number;
  readonly headers: Readonly<Record<string, StringList>>;
  readonly body: Buffer;
}

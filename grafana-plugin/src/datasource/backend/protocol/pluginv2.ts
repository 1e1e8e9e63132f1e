import { message, method, type Namespace } from './reflection';

const common = {
  DataSourceInstanceSettings: message({
    name: [2, 'string'],
    url: [3, 'string'],
    basicAuthEnabled: [6, 'bool'],
    basicAuthUser: [7, 'string'],
    jsonData: [8, 'bytes'],
    decryptedSecureJsonData: [9, 'map<string,string>'],
    lastUpdatedMS: [10, 'int64'],
    uid: [11, 'string'],
  }),
  PluginContext: message({
    orgId: [1, 'int64'],
    pluginId: [2, 'string'],
    dataSourceInstanceSettings: [5, 'DataSourceInstanceSettings'],
    pluginVersion: [7, 'string'],
    namespace: [10, 'string'],
  }),
  StringList: message({ values: [1, 'repeated string'] }),
};

const data = {
  TimeRange: message({ fromEpochMS: [1, 'int64'], toEpochMS: [2, 'int64'] }),
  DataQuery: message({
    refId: [1, 'string'],
    maxDataPoints: [2, 'int64'],
    intervalMS: [3, 'int64'],
    timeRange: [4, 'TimeRange'],
    json: [5, 'bytes'],
    queryType: [6, 'string'],
  }),
  QueryDataRequest: message({
    pluginContext: [1, 'PluginContext'],
    headers: [2, 'map<string,string>'],
    queries: [3, 'repeated DataQuery'],
  }),
  DataResponse: message({
    frames: [1, 'repeated bytes'],
    error: [2, 'string'],
    status: [4, 'int32'],
    errorSource: [5, 'string'],
    format: [6, 'int32'],
  }),
  QueryDataResponse: message({ responses: [1, 'map<string,DataResponse>'] }),
};

const diagnostics = {
  CheckHealthRequest: message({ pluginContext: [1, 'PluginContext'] }),
  CheckHealthResponse: message({ status: [1, 'int32'], message: [2, 'string'], jsonDetails: [3, 'bytes'] }),
  CollectMetricsRequest: message({ pluginContext: [1, 'PluginContext'] }),
  MetricsPayload: message({ prometheus: [1, 'bytes'] }),
  CollectMetricsResponse: message({ metrics: [1, 'MetricsPayload'] }),
};

const resource = {
  CallResourceRequest: message({
    pluginContext: [1, 'PluginContext'],
    path: [2, 'string'],
    method: [3, 'string'],
    url: [4, 'string'],
    headers: [5, 'map<string,StringList>'],
    body: [6, 'bytes'],
  }),
  CallResourceResponse: message({ code: [1, 'int32'], headers: [2, 'map<string,StringList>'], body: [3, 'bytes'] }),
};

/**
 * Grafana's plugin protocol (package `pluginv2`) as far as this backend speaks it. Fields that are not listed are skipped
 * when they arrive.
 */
export const pluginv2: Namespace = {
  nested: {
    ...common,
    ...data,
    ...diagnostics,
    ...resource,
    Data: { methods: { QueryData: method('QueryDataRequest', 'QueryDataResponse') } },
    Diagnostics: {
      methods: {
        CheckHealth: method('CheckHealthRequest', 'CheckHealthResponse'),
        CollectMetrics: method('CollectMetricsRequest', 'CollectMetricsResponse'),
      },
    },
    Resource: { methods: { CallResource: method('CallResourceRequest', 'CallResourceResponse', 'many') } },
  },
};

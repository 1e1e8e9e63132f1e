import { Server, ServerCredentials } from '@grpc/grpc-js';
import { streamingCall, unaryCall, type CallParts } from './calls';
import { checkHealth } from './checkHealth';
import { addHostServices } from './hostServices';
import type { Instances } from './instances';
import type {
  CallResourceRequest,
  CallResourceResponse,
  CheckHealthRequest,
  PluginContext,
  QueryDataRequest,
} from './protocol/messages';
import { serviceNamed } from './protocol/services';
import { queryData } from './query';
import { callResource } from './resources';

export interface ServerParts extends CallParts {
  readonly instances: Instances;
  readonly version: string;
  readonly now: () => number;
  readonly onShutdown: () => void;
}

const MEGABYTE = 1024 * 1024;
const MAX_REQUEST_BYTES = 16 * MEGABYTE;
const MAX_RESPONSE_BYTES = 64 * MEGABYTE;

/** Everything Grafana can call. */
export function createServer(parts: ServerParts): Server {
  const { instances, metrics, version, now, onShutdown } = parts;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    'grpc.max_send_message_length': MAX_RESPONSE_BYTES,
  });
  const instanceOf = (request: { readonly pluginContext: PluginContext | null }) => instances.of(request.pluginContext);

  server.addService(serviceNamed('pluginv2.Data'), {
    QueryData: unaryCall('QueryData', parts, async (request: QueryDataRequest, signal) =>
      queryData(request, instanceOf(request), signal),
    ),
  });
  server.addService(serviceNamed('pluginv2.Diagnostics'), {
    CheckHealth: unaryCall('CheckHealth', parts, (request: CheckHealthRequest, signal) =>
      checkHealth(() => instanceOf(request), { pluginVersion: version, now: now() }, signal),
    ),
    CollectMetrics: unaryCall('CollectMetrics', parts, async () => ({
      metrics: { prometheus: Buffer.from(await metrics.exposition()) },
    })),
  });
  server.addService(serviceNamed('pluginv2.Resource'), {
    CallResource: streamingCall<CallResourceRequest, CallResourceResponse>(
      'CallResource',
      parts,
      async (call, signal) => {
        call.write(await callResource(call.request, () => instanceOf(call.request), signal));
        call.end();
      },
    ),
  });
  addHostServices(server, onShutdown);
  return server;
}

/** Resolves with the port, which is 0 for a socket. */
export function listen(server: Server, target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

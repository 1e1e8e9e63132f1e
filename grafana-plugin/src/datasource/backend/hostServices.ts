import type { handleBidiStreamingCall, handleServerStreamingCall, handleUnaryCall, Server } from '@grpc/grpc-js';
import { serviceNamed } from './protocol/services';

const SERVING = 1;

/** Adds the services that go-plugin expects of every plugin. */
export function addHostServices(server: Server, onShutdown: () => void): void {
  const check: handleUnaryCall<unknown, { status: number }> = (_call, callback) => callback(null, { status: SERVING });
  const watch: handleServerStreamingCall<unknown, { status: number }> = (call) => void call.write({ status: SERVING });
  server.addService(serviceNamed('grpc.health.v1.Health'), { Check: check, Watch: watch });

  // Without it Grafana kills plugins two seconds later.
  const shutdown: handleUnaryCall<unknown, object> = (_call, callback) => {
    callback(null, {});
    onShutdown();
  };
  server.addService(serviceNamed('plugin.GRPCController'), { Shutdown: shutdown });

  // Standard output and error stay what they are, and no further servers are offered: both streams stay silent. Hosts
  // that do not find them log an error at every start.
  const silent: handleServerStreamingCall<unknown, unknown> = () => undefined;
  server.addService(serviceNamed('plugin.GRPCStdio'), { StreamStdio: silent });
  const broker: handleBidiStreamingCall<unknown, unknown> = (call) => {
    call.on('data', () => undefined);
    call.on('end', () => call.end());
  };
  server.addService(serviceNamed('plugin.GRPCBroker'), { StartStream: broker });
}

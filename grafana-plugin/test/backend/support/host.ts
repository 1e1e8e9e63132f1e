import { credentials, loadPackageDefinition, type CallOptions, type Client, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { join } from 'node:path';
import { startProcess, type PluginProcess, type StartOptions } from './process';
import { until } from '@mesh-observatory/test-kit/until';

/** A call by name, whose messages are those of `grafana.proto`. */
type Calls = Client & Record<string, (...parts: unknown[]) => ReadableCall>;
export interface ReadableCall extends NodeJS.EventEmitter {
  cancel(): void;
  pause(): void;
  resume(): void;
}

/** A host as strict as Grafana: a plugin that it takes, Grafana takes. */
export interface PluginHost extends PluginProcess {
  call<Response>(service: ServiceName, method: string, request: object, options?: CallOptions): Promise<Response>;
  /** A call whose answer nobody waits for. */
  begin(service: ServiceName, method: string, request: object): Pick<ReadableCall, 'cancel'>;
  stream(service: ServiceName, method: string, request: object, options?: CallOptions): ReadableCall;
  /** Ends the plugin as go-plugin does: a request first, force later. More patiently, because the machine may be busy. */
  kill(): Promise<{ graceful: boolean }>;
}

export type ServiceName = 'Data' | 'Diagnostics' | 'Resource' | 'GRPCController' | 'GRPCStdio' | 'Health';

const definition = loadSync(
  ['grafana.proto', 'go-plugin.proto', 'health.proto'].map((file) => join(import.meta.dirname, file)),
  { keepCase: true, longs: Number, enums: String, defaults: true },
);
const packages = loadPackageDefinition(definition) as unknown as Record<
  string,
  Record<string, new (...parts: unknown[]) => Calls>
>;
const health = (packages['grpc'] as unknown as { health: { v1: { Health: new (...parts: unknown[]) => Calls } } })
  .health;

const GRACE_MS = 120_000;

export async function startPlugin(options: StartOptions = {}): Promise<PluginHost> {
  const plugin = await startProcess(options);
  const { network, address } = plugin.announced;
  const target = network === 'unix' ? `unix:${address}` : address;
  const limits = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
  const clients = new Map<ServiceName, Calls>();

  function client(service: ServiceName): Calls {
    const known = clients.get(service);
    if (known !== undefined) {
      return known;
    }
    const from = service.startsWith('GRPC') ? packages['plugin'] : packages['pluginv2'];
    const Service = service === 'Health' ? health.v1.Health : from?.[service];
    if (Service === undefined) {
      throw new Error(`No service ${service}`);
    }
    const made = new Service(target, credentials.createInsecure(), limits);
    clients.set(service, made);
    return made;
  }

  function call<Response>(service: ServiceName, method: string, request: object, callOptions: CallOptions = {}) {
    return new Promise<Response>((resolve, reject) => {
      const stub = client(service);
      stub[method]?.(request, callOptions, (error: ServiceError | null, response: Response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
  }

  function open(service: ServiceName, method: string, ...parts: unknown[]): ReadableCall {
    const opened = client(service)[method]?.(...parts);
    if (opened === undefined) {
      throw new Error(`No call ${method}`);
    }
    return opened;
  }

  const disconnect = () => clients.forEach((one) => one.close());
  const host: PluginHost = {
    ...plugin,
    call,
    begin: (service, method, request) => open(service, method, request, () => undefined),
    stream: (service, method, request, callOptions = {}) => open(service, method, request, callOptions),
    async kill() {
      const asked = await call('GRPCController', 'Shutdown', {}).then(
        () => true,
        () => false,
      );
      let forced = false;
      const force = setTimeout(() => (forced = plugin.child.kill('SIGKILL')), asked ? GRACE_MS : 0);
      await plugin.exited;
      clearTimeout(force);
      disconnect();
      return { graceful: !forced };
    },
  };
  // Grafana pings and listens to standard output over gRPC right after the handshake.
  const stdio = host.stream('GRPCStdio', 'StreamStdio', {});
  stdio.on('error', () => undefined);
  stdio.on('data', () => undefined);
  const { status } = await call<{ status: string }>('Health', 'Check', { service: 'plugin' });
  if (status !== 'SERVING') {
    await host.kill();
    throw new Error(`The plugin is ${status}.`);
  }
  return host;
}

/** Resolves when the process is no more, for those that are not our children. */
export async function untilGone(pid: number): Promise<void> {
  await until(
    async () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    },
    { what: `process ${pid} ends` },
  );
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { workFolder } from './image.js';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of `docker inspect` that the tests look at. */
export interface Inspected {
  readonly Id: string;
  readonly State: { readonly Pid: number; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly User: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[];
    readonly SecurityOpt: readonly string[];
    readonly Memory: number;
    readonly PidsLimit: number;
  };
}

const call = promisify(execFile);

async function execute(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  try {
    const options = { cwd: join(workFolder(), 'context'), env: { ...process.env, ...environment } };
    return { code: 0, ...(await call(program, args, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

async function mustSucceed(result: Promise<Result>): Promise<string> {
  const { code, stdout, stderr } = await result;
  if (code !== 0) throw new Error(`ended with ${code}: ${stdout}${stderr}`);
  return stdout.trim();
}

/** docker-compose.yml as it is, in a copy of the repository, with the stand-ins and with ports that are free here. */
export async function createStack() {
  const [program, ...words] = process.env.COMPOSE_COMMAND!.split(' ');
  const names = ['GRAFANA_PORT', 'COLLECTOR_PORT', 'MQTT_PORT', 'PROMETHEUS_PORT'] as const;
  const ports = {} as Record<(typeof names)[number], string>;
  for (const name of names) ports[name] = String(await freePort());

  const compose = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    execute(program!, [...words, ...args], { ...ports, ...environment });
  const docker = (...args: string[]) => mustSucceed(execute('docker', args));
  const idOf = (service: string) => mustSucceed(compose(['ps', '--quiet', service]));

  return {
    ports,
    compose,
    docker,
    idOf,
    up: (environment: NodeJS.ProcessEnv = {}, ...args: string[]) =>
      mustSucceed(compose(['up', '--detach', ...args], environment)),
    async inspect(service: string): Promise<Inspected> {
      const [inspected] = JSON.parse(await docker('inspect', await idOf(service))) as Inspected[];
      return inspected!;
    },
    exec: async (service: string, ...command: string[]) => execute('docker', ['exec', await idOf(service), ...command]),
    logs: async (service: string) => (await execute('docker', ['logs', await idOf(service)])).stdout,
    /** The status of the first process, as this machine sees it. */
    async status(service: string): Promise<string> {
      const [inspected] = JSON.parse(await docker('inspect', await idOf(service))) as Inspected[];
      return readFileSync(`/proc/${inspected!.State.Pid}/status`, 'utf8');
    },
    remove: () => compose(['down', '--volumes', '--timeout', '5']),
  };
}

export type Stack = Awaited<ReturnType<typeof createStack>>;

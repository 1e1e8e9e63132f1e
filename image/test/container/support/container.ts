import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@mesh-observatory/test-kit/until';
import { loadImage, workFolder } from './image.js';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ContainerProcess {
  readonly pid: number;
  readonly command: string;
}

export interface Container {
  /** Everything it has said so far. */
  readonly log: () => string;
  /** Runs a command inside, as the container's user. */
  exec(...command: string[]): Promise<Result>;
  /** The answer of an address inside; the token is sent when given. */
  get(url: string, token?: string): Promise<unknown>;
  /** Runs a program of this machine in the container's network. */
  inNetwork(program: string, ...args: string[]): Promise<Result>;
  processes(): readonly ContainerProcess[];
  /** The one process whose command line matches. */
  process(command: RegExp): ContainerProcess;
  /** As this machine sees it: ids, capabilities, whether it may gain privileges. */
  status(pid: number): Readonly<Record<string, string>>;
  environmentOf(pid: number): Readonly<Record<string, string>>;
  /** Waits until the health check says so, and returns its words. */
  becomes(health: 'healthy' | 'unhealthy'): Promise<string>;
  /** `docker stop`; resolves with the exit code. */
  stop(): Promise<number>;
  readonly ended: Promise<number>;
}

export interface ContainerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** A folder for /data; default: a new one, as an empty named volume is. */
  readonly data?: string;
  readonly user?: number;
  /** Instead of the entry point's services. */
  readonly command?: readonly string[];
}

/** An empty volume, owned as the image's /data is. */
export function createVolume(): string {
  const folder = mkdtempSync(join(workFolder(), 'volume-'));
  chownSync(folder, 472, 0);
  chmodSync(folder, 0o770);
  return folder;
}

/** The options with which the documentation runs the image: read-only root, places in memory, limits. */
function documentedOptions(): readonly string[] {
  const page = readFileSync(new URL('../../../../docs/deployment.md', import.meta.url), 'utf8');
  const options = /--read-only[^]*?--stop-timeout \d+/.exec(page)?.[0];
  if (options === undefined) throw new Error('docs/deployment.md no longer says how to run the image alone');
  return options.replaceAll('\\\n', ' ').split(/\s+/);
}

const running = new Set<string>();

/** Ends what a failed test left. */
export function killContainers(): void {
  if (running.size > 0) spawnSync('docker', ['rm', '--force', ...running], { stdio: 'ignore' });
  running.clear();
}

const execute = (program: string, args: readonly string[]) =>
  new Promise<Result>((resolve) => {
    execFile(program, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });

export async function startContainer(options: ContainerOptions = {}): Promise<Container> {
  const image = loadImage();
  const name = `test-${randomUUID()}`;
  const environment = Object.entries(options.environment ?? {}).map(([key, value]) => `--env=${key}=${value}`);
  let log = '';

  const child = spawn(
    'docker',
    [
      ...['run', '--name', name, '--network', 'none', '--no-healthcheck', ...documentedOptions()],
      ...['--volume', `${options.data ?? createVolume()}:/data`, '--user', `${options.user ?? 472}:0`],
      ...[...environment, image.name, ...(options.command ?? [])],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(name);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (log += data.toString()));
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));

  let first = 0;
  await until(
    async () => {
      if (child.exitCode !== null) return true; // It had nothing to stay for.
      first = Number((await execute('docker', ['inspect', '--format', '{{.State.Pid}}', name])).stdout);
      return first > 0;
    },
    { everyMs: 100, what: () => `process 1 of the container; it said: ${log}` },
  );
  const exec = (...command: string[]) => execute('docker', ['exec', name, ...command]);

  const processes = () => {
    const namespace = readlinkSync(`/proc/${first}/ns/pid`);
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          if (readlinkSync(`/proc/${name}/ns/pid`) !== namespace) return [];
          return [
            { pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() },
          ];
        } catch {
          return []; // It ended while we looked.
        }
      });
  };

  return {
    log: () => log,
    exec,
    async get(url, token) {
      const header = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
      const { code, stdout, stderr } = await exec('curl', '--silent', '--show-error', '--fail', ...header, url);
      if (code !== 0) throw new Error(`${url}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    inNetwork: (program, ...args) => execute('nsenter', ['--target', String(first), '--net', program, ...args]),
    processes,
    process(command) {
      const found = processes().filter((candidate) => command.test(candidate.command));
      if (found.length !== 1)
        throw new Error(`${found.length} processes match ${command}: ${JSON.stringify(processes())}`);
      return found[0]!;
    },
    status: (pid) =>
      Object.fromEntries(
        readFileSync(`/proc/${pid}/status`, 'utf8')
          .split('\n')
          .map((line) => line.split(':\t') as [string, string]),
      ),
    environmentOf: (pid) =>
      Object.fromEntries(
        readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .filter((entry) => entry !== '')
          .map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string]),
      ),
    async becomes(health) {
      let said = '';
      await until(
        async () => {
          const { code, stdout } = await exec(...image.settings.Healthcheck.Test.slice(1));
          said = stdout;
          return (code === 0) === (health === 'healthy');
        },
        {
          everyMs: 500,
          what: () => `${health}; the check said: ${said}\nthe container said: ${log}`,
        },
      );
      return said;
    },
    async stop() {
      await execute('docker', ['stop', name]);
      return ended;
    },
    ended,
  };
}

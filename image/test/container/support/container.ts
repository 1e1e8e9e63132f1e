import { execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadImage, workFolder } from './image.js';
import { until } from '@mesh-observatory/test-kit/until';

const ENTER = fileURLToPath(new URL('enter.sh', import.meta.url));

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
  /** SIGTERM to process 1, as `docker stop` does; resolves with the exit code. */
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

/** The first processes of containers that run: killing one takes its whole container with it. */
const running = new Set<number>();

/** Ends what a failed test left. */
export function killContainers(): void {
  for (const first of running) if (existsSync(`/proc/${first}`)) process.kill(first, 'SIGKILL');
}

export async function startContainer(options: ContainerOptions = {}): Promise<Container> {
  const image = loadImage();
  const user = options.user ?? 472;
  const environment = { ...image.environment, ...options.environment };
  const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const privileges = [
    'setpriv',
    `--reuid=${user}`,
    '--regid=0',
    '--clear-groups',
    '--bounding-set=-all',
    '--inh-caps=-all',
  ];
  let log = '';

  const child = spawn(
    'unshare',
    [
      ...['--fork', '--kill-child', '--pid', '--mount', '--net', '--uts', '--ipc', ENTER, image.root],
      ...[options.data ?? createVolume(), String(user), '0', ...words, ...image.settings.Entrypoint],
      ...(options.command ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (log += data.toString()));
  let first = 0;
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code, signal) => {
      running.delete(first);
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 1));
    });
  });

  const childrenFile = `/proc/${child.pid}/task/${child.pid}/children`;
  await until(
    () => {
      if (child.exitCode !== null) return true; // It had nothing to stay for.
      first = Number(readFileSync(childrenFile, 'utf8').trim().split(' ')[0]);
      return first > 0 && running.add(first);
    },
    { everyMs: 5, what: () => `process 1 of the container; it said: ${log}` },
  );

  const call = (...command: string[]) =>
    new Promise<Result>((resolve) => {
      execFile('nsenter', ['--target', String(first), ...command], { timeout: 30_000 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
      });
    });
  const exec = (...command: string[]) =>
    call(
      ...[
        '--mount',
        '--uts',
        '--ipc',
        '--net',
        '--pid',
        '--root',
        '--wd',
        ...privileges,
        '--no-new-privs',
        'env',
        '-i',
      ],
      ...['--chdir=/opt/mesh-observatory', ...words, ...command],
    );

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
    inNetwork: (program, ...args) => call('--net', program, ...args),
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
          everyMs: 200,
          what: () => `${health}; the check said: ${said}\nthe container said: ${log}`,
        },
      );
      return said;
    },
    stop() {
      process.kill(first, 'SIGTERM');
      return ended;
    },
    ended,
  };
}

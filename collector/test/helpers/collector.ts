/** The built collector as a process of its own: what people run, killed and restarted the way life does it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** Node's flags of `npm start`: what is measured and tested is what people run. */
const FLAGS = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { config: { nodeFlags: string } }
).config.nodeFlags.split(' ');

export interface LogLine {
  readonly event?: string;
  readonly level?: string;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

export interface CollectorProcess {
  readonly pid: number;
  /** Parsed log lines so far; lines that are not JSON are kept as `{msg}`. */
  readonly logs: readonly LogLine[];
  readonly stderr: string;
  /** Base URL once it listens. */
  readonly url: string;
  readonly brokerPort: number | undefined;
  /** Milliseconds from spawn to the line that says it is ready to serve. */
  readonly startedInMs: number;
  signal(signal: NodeJS.Signals): void;
  /** Exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  stop(): Promise<number | null>;
  get<T = unknown>(path: string, init?: RequestInit): Promise<T>;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'collector-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export type Environment = Readonly<Record<string, string>>;

/**
 * A copy of the built collector with one piece of code changed, to prove that a test notices. The piece must occur
 * exactly once, so that a saboteur cannot silently become a faithful copy.
 */
export function sabotagedMain(
  file: string,
  original: string,
  replacement: string,
): { main: string; remove: () => void } {
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  // Inside the package, so that its imports still resolve.
  const copy = mkdtempSync(fileURLToPath(new URL('../../dist-sabotaged-', import.meta.url)));
  cpSync(dist, copy, { recursive: true });
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(original).length !== 2)
    throw new Error(`${file} does not hold exactly one ${JSON.stringify(original)}`);
  writeFileSync(path, source.replace(original, replacement));
  return { main: join(copy, 'main.js'), remove: () => rmSync(copy, { recursive: true, force: true }) };
}

/** Starts the process and returns at once; for tests of failing starts. */
export function spawnCollector(env: Environment, args: readonly string[] = [], main = MAIN) {
  if (!existsSync(main)) throw new Error('The collector is not built: run `npm run build` first');
  const child = spawn(process.execPath, [...FLAGS, main, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_FORMAT: 'json', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logs: LogLine[] = [];
  const output = { stderr: '' };
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => logs.push(parseLine(line)));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, logs, output, lines, exited };
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { msg: line };
  }
}

/** Starts the collector and waits until it serves. */
export async function startCollector(env: Environment, main?: string): Promise<CollectorProcess> {
  const before = performance.now();
  const { child, logs, output, lines, exited } = spawnCollector(env, [], main);
  const ready = await new Promise<LogLine>((resolve, reject) => {
    lines.on('line', (line) => {
      const parsed = parseLine(line);
      if (parsed.event === 'collector.started') resolve(parsed);
    });
    void exited.then((code) =>
      reject(
        new Error(
          `The collector ended with ${String(code)} before it started:\n${output.stderr}\n${JSON.stringify(logs.slice(-5))}`,
        ),
      ),
    );
  });
  const url = String(ready.http);
  return {
    pid: child.pid!,
    logs,
    get stderr() {
      return output.stderr;
    },
    url,
    brokerPort: ready.embeddedBrokerPort as number | undefined,
    startedInMs: performance.now() - before,
    signal: (signal) => void child.kill(signal),
    exited,
    stop: () => stop(child, exited),
    async get<T>(path: string, init?: RequestInit) {
      const response = await fetch(`${url}${path}`, init);
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}

async function stop(child: ChildProcess, exited: Promise<number | null>): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  return exited;
}

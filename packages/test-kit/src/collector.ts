/** The built collector as a process of its own, as people run it; it can be killed and restarted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnProgram, untilReady, type Program } from './child-process.js';
import { inRepository } from './repository.js';
import { temporaryFolder } from './temporary-folder.js';

const MAIN = inRepository('collector/dist/main.js');
/** Storing some days of simulated history takes minutes on a busy machine. */
const SIMULATED_START_MS = 840_000;

/** Node's flags of `npm start`, so that tests run the same as people. */
const FLAGS = (
  JSON.parse(readFileSync(inRepository('collector/package.json'), 'utf8')) as { config: { nodeFlags: string } }
).config.nodeFlags.split(' ');

export interface LogLine {
  readonly event?: string;
  readonly level?: string;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

export type Environment = Readonly<Record<string, string>>;

/** A module that is loaded into the process before its own code, such as a clock that can be moved on. */
export interface Preload {
  /** Absolute path. */
  readonly module: string;
  readonly environment: Environment;
}

export interface CollectorOptions {
  /** Command and its arguments. Default: it serves. */
  readonly args?: readonly string[];
  /** Another main module, for a collector that is broken on purpose. */
  readonly main?: string;
  readonly preloads?: readonly Preload[];
}

export interface Collector extends Program {
  /** Base URL; empty before it serves. */
  readonly url: string;
  /** Of the embedded broker; 0 without one. */
  readonly brokerPort: number;
  /** Parsed log lines so far; lines that are not JSON are kept as `{msg}`. */
  readonly logs: readonly LogLine[];
  /** Resolves with the next log line of this event. */
  event(name: string): Promise<LogLine>;
  /** JSON of an address that answers with success. */
  get<T = unknown>(path: string, init?: RequestInit): Promise<T>;
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { msg: line };
  }
}

/**
 * Starts the process and returns at once; for tests of failing starts. It serves on any free port, logs JSON, and has its
 * database in a folder that is removed, unless `environment` says otherwise.
 */
export function spawnCollector(environment: Environment = {}, options: CollectorOptions = {}): Collector {
  const { args = [], main = process.env.COLLECTOR_MAIN ?? MAIN, preloads = [] } = options;
  if (!existsSync(main))
    throw new Error(`There is no collector at ${main}. Build it first: npm run build -w collector`);
  const folder = temporaryFolder('collector-');
  const logs: LogLine[] = [];
  let started: LogLine | undefined;
  const waiting: { readonly name: string; readonly resolve: (line: LogLine) => void }[] = [];
  const program = spawnProgram(
    process.execPath,
    [...preloads.flatMap(({ module }) => ['--import', module]), ...FLAGS, main, ...args],
    {
      cwd: folder.path,
      environment: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        // Set by `npm run coverage`: Node writes there which lines the process ran.
        NODE_V8_COVERAGE: process.env.COLLECTOR_COVERAGE_DIR,
        LOG_FORMAT: 'json',
        PORT: '0',
        DATABASE_PATH: join(folder.path, 'mesh.db'),
        ...Object.fromEntries(preloads.flatMap((preload) => Object.entries(preload.environment))),
        ...environment,
      },
      onLine(text) {
        const line = parseLine(text);
        logs.push(line);
        if (line.event === 'collector.started') started = line;
        for (const { name, resolve } of waiting) if (name === line.event) resolve(line);
      },
    },
  );
  const removed = program.exited.catch(() => null).then(() => folder.remove());
  const collector: Collector = {
    pid: program.pid,
    logs,
    get url() {
      return typeof started?.http === 'string' ? started.http : '';
    },
    get brokerPort() {
      return typeof started?.embeddedBrokerPort === 'number' ? started.embeddedBrokerPort : 0;
    },
    get stderr() {
      return program.stderr;
    },
    get hasEnded() {
      return program.hasEnded;
    },
    exited: program.exited,
    signal: (signal) => program.signal(signal),
    async stop() {
      const code = await program.stop();
      await removed;
      return code;
    },
    async kill() {
      await program.kill();
      await removed;
    },
    event: (name) => new Promise((resolve) => waiting.push({ name, resolve })),
    async get<T>(path: string, init?: RequestInit): Promise<T> {
      const response = await fetch(`${collector.url}${path}`, init);
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
  return collector;
}

/** Starts the collector and waits until it serves. */
export async function startCollector(environment: Environment = {}, options?: CollectorOptions): Promise<Collector> {
  const collector = spawnCollector(environment, options);
  await untilReady('The collector', collector, collector.event('collector.started'));
  return collector;
}

/** Starts the collector with a simulated mesh (`nodes=60,seed=7,history=6`) and waits until its history is stored. */
export async function startSimulatedCollector(
  simulate: string,
  environment: Environment = {},
  options?: CollectorOptions,
): Promise<Collector> {
  const collector = spawnCollector({ EMBEDDED_BROKER_PORT: '0', SIMULATE: simulate, ...environment }, options);
  const ready = ['collector.started', 'simulation.history_stored'].map((name) => collector.event(name));
  await untilReady('The collector', collector, Promise.all(ready), SIMULATED_START_MS);
  return collector;
}

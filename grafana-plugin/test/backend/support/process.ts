import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { executable } from './built';

/** A line of hclog, as go-plugin insists on it. */
export interface LogLine {
  readonly '@level': string;
  readonly '@message': string;
  readonly '@timestamp': string;
  readonly [detail: string]: unknown;
}

export interface Announced {
  readonly network: string;
  readonly address: string;
}

/** A plugin's process and what it has said so far. */
export interface PluginProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly announced: Announced;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stdout(): string;
  log(): LogLine[];
}

export interface StartOptions {
  readonly file?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** All that Grafana and go-plugin give a plugin: neither PATH nor HOME. */
export const grafanaEnvironment = {
  grafana_plugin_type: 'datasource',
  PLUGIN_MIN_PORT: '0',
  PLUGIN_MAX_PORT: '0',
  PLUGIN_PROTOCOL_VERSIONS: '2',
  GF_VERSION: '13.2.2',
};

const START_MS = 240_000;

/** Starts the backend as go-plugin does, and takes its announcement at its word and nothing else. */
export async function startProcess({ file = executable, environment = {} }: StartOptions = {}): Promise<PluginProcess> {
  const child = spawn(file, [], { env: { ...grafanaEnvironment, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  // Tests that fail end nothing themselves.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  // Grafana's standard input is closed where it runs as a service.
  child.stdin.end();
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const line = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`No announcement in time. ${stderr}`)), START_MS);
    child.once('error', reject);
    child.stdout.on('data', () => {
      if (stdout.includes('\n')) {
        clearTimeout(late);
        resolve(stdout);
      }
    });
    void exited.then(({ code }) => {
      clearTimeout(late);
      reject(new Error(`The plugin ended with ${code} before it announced itself. ${stderr}`));
    });
  });
  return { child, announced: readAnnouncement(line), exited, stdout: () => stdout, log: () => readLog(stderr) };
}

function readAnnouncement(line: string): Announced {
  const match = /^1\|2\|(unix|tcp)\|([^|\n]+)\|grpc\n$/.exec(line);
  if (match === null) {
    throw new Error(`Not an announcement: ${JSON.stringify(line)}`);
  }
  return { network: match[1] ?? '', address: match[2] ?? '' };
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const levels = new Set(['trace', 'debug', 'info', 'warn', 'error']);

/** Throws for anything go-plugin would not understand. */
export function readLog(stderr: string): LogLine[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry = JSON.parse(line) as LogLine;
      if (
        typeof entry['@message'] !== 'string' ||
        !levels.has(entry['@level']) ||
        !TIMESTAMP.test(entry['@timestamp'])
      ) {
        throw new Error(`Not a line of hclog: ${line}`);
      }
      return entry;
    });
}

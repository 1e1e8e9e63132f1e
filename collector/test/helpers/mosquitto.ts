/**
 * A real Mosquitto for tests: own directory, own port, ended with the test process.
 *
 *     const broker = await startMosquitto();                                  // anonymous, stock settings
 *     const broker = await startMosquitto({ config: shippedConfig });         // provisioning/mosquitto, with test paths
 *     const broker = await startMosquitto({ config: ({ port }) => [`listener ${port} 127.0.0.1`, 'allow_anonymous true'] });
 *     await broker.stop();     // SIGTERM: writes its persistence file
 *     await broker.start();    // same port, same directory
 *     await broker.dispose();  // end and delete
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';
import { until } from './until.js';

export interface MosquittoPlace {
  readonly port: number;
  /** Absolute path of the broker's own directory: persistence, passwords, ACL. */
  readonly dir: string;
}

export interface MosquittoOptions {
  /** Lines of mosquitto.conf. Default: one anonymous listener and nothing else, as a stock broker. */
  readonly config?: (place: MosquittoPlace) => readonly string[];
  /** Default: a free one. */
  readonly port?: number;
}

export interface Mosquitto extends MosquittoPlace {
  /** `mqtt://127.0.0.1:<port>` */
  readonly url: string;
  /** What it printed so far. */
  logs(): string;
  start(): Promise<void>;
  /** SIGTERM and wait. */
  stop(): Promise<void>;
  /** SIGKILL and wait. */
  kill(): Promise<void>;
  /** SIGHUP: reads passwords and ACL again. */
  reload(): void;
  /** Ends it and deletes its directory. */
  dispose(): Promise<void>;
}

/** User names and passwords of the broker that `shippedConfig` makes. */
export const SHIPPED_USERS = { collector: 'collector-password', gateway: 'gateway-password' } as const;

const PROVISIONING = fileURLToPath(new URL('../../../provisioning/mosquitto/', import.meta.url));

export function findMosquitto(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, 'mosquitto');
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here
    }
  }
  throw new Error('These tests need the Mosquitto broker and found no `mosquitto` program: apt install mosquitto');
}

/** A mosquitto password file, in its own PBKDF2 format. */
export function writePasswords(dir: string, users: Readonly<Record<string, string>>): string {
  const path = join(dir, 'passwords');
  const lines = Object.entries(users).map(([user, password]) => {
    const salt = randomBytes(12);
    const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512');
    return `${user}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}`;
  });
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  return path;
}

/** The configuration we ship, line by line, with only ports and paths replaced. */
export function shippedConfig({ port, dir }: MosquittoPlace): readonly string[] {
  writePasswords(dir, SHIPPED_USERS);
  const acl = join(dir, 'acl');
  writeFileSync(acl, readFileSync(join(PROVISIONING, 'acl')), { mode: 0o600 });
  const replaced: Readonly<Record<string, string>> = {
    listener: `listener ${port} 127.0.0.1`,
    persistence_location: `persistence_location ${dir}/`,
    password_file: `password_file ${join(dir, 'passwords')}`,
    acl_file: `acl_file ${acl}`,
  };
  const lines = readFileSync(join(PROVISIONING, 'mosquitto.conf'), 'utf8').split('\n');
  const missing = Object.keys(replaced).filter((key) => !lines.some((line) => line.startsWith(`${key} `)));
  if (missing.length > 0)
    throw new Error(`provisioning/mosquitto/mosquitto.conf has no line for: ${missing.join(', ')}`);
  return lines.map((line) => replaced[line.split(' ', 1)[0] ?? ''] ?? line);
}

export const stockConfig = ({ port }: MosquittoPlace): readonly string[] => [
  `listener ${port} 127.0.0.1`,
  'allow_anonymous true',
];

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => {
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
  });
}

function writeConfig(place: MosquittoPlace, options: MosquittoOptions): string {
  const path = join(place.dir, 'mosquitto.conf');
  const lines = [...(options.config ?? stockConfig)(place), 'log_dest stderr'];
  // As root, mosquitto would change to a user that cannot write our directory.
  if (process.getuid?.() === 0) lines.push('user root');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child === undefined || ended(child)) return;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  child.kill(signal);
  await exited;
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const binary = findMosquitto();
  const place = { port: options.port ?? (await freePort()), dir: mkdtempSync(join(tmpdir(), 'mosquitto-')) };
  const config = writeConfig(place, options);
  let output = '';
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    if (child !== undefined && !ended(child)) throw new Error('mosquitto runs already');
    const started = spawn(binary, ['-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    started.stdout.on('data', collect);
    started.stderr.on('data', collect);
    await until(async () => ended(started) || (await accepts(place.port)), {
      what: () => `mosquitto listens\n${output}`,
    });
    if (ended(started))
      throw new Error(`mosquitto ended at once (${started.exitCode ?? started.signalCode}):\n${output}`);
  }

  try {
    await start();
  } catch (error) {
    await end(child, 'SIGKILL');
    rmSync(place.dir, { recursive: true, force: true });
    throw error;
  }
  return {
    ...place,
    url: `mqtt://127.0.0.1:${place.port}`,
    logs: () => output,
    start,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    reload: () => {
      child?.kill('SIGHUP');
    },
    async dispose() {
      await end(child, 'SIGKILL');
      if (existsSync(place.dir)) rmSync(place.dir, { recursive: true, force: true });
    },
  };
}

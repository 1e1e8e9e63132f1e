/**
 * A real Mosquitto for tests: own directory, own port.
 *
 *     const broker = await startBroker();                                  // anonymous, stock settings
 *     const broker = await startBroker({ config: shippedConfig });         // provisioning/mosquitto, with test paths
 *     const broker = await startBroker({ config: ({ port }) => [`listener ${port} 127.0.0.1`, 'allow_anonymous true'] });
 *     await broker.stop();     // SIGTERM: writes its persistence file
 *     await broker.start();    // same port, same directory
 *     await broker.dispose();  // end and delete
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawnProgram, untilReady, type Program } from './child-process.js';
import { freePort } from './free-port.js';
import { inRepository } from './repository.js';
import { temporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

export interface BrokerPlace {
  readonly port: number;
  /** Absolute path of the broker's own directory: persistence, passwords, ACL. */
  readonly dir: string;
}

export interface BrokerOptions {
  /** Lines of mosquitto.conf. Default: one anonymous listener and nothing else, as a stock broker. */
  readonly config?: (place: BrokerPlace) => readonly string[];
  /** Default: a free one. */
  readonly port?: number;
}

export interface Broker extends BrokerPlace {
  /** `mqtt://127.0.0.1:<port>` */
  readonly url: string;
  /** Output so far. */
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

const PROVISIONING = inRepository('provisioning/mosquitto');

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
export function shippedConfig({ port, dir }: BrokerPlace): readonly string[] {
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

export const stockConfig = ({ port }: BrokerPlace): readonly string[] => [
  `listener ${port} 127.0.0.1`,
  'allow_anonymous true',
];

function writeConfig(place: BrokerPlace, options: BrokerOptions): string {
  const path = join(place.dir, 'mosquitto.conf');
  const lines = [...(options.config ?? stockConfig)(place), 'log_dest stderr'];
  // As root, mosquitto would change to a user that cannot write our directory.
  if (process.getuid?.() === 0) lines.push('user root');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const binary = findMosquitto();
  const folder = temporaryFolder('mosquitto-');
  const place = { port: options.port ?? (await freePort()), dir: folder.path };
  const config = writeConfig(place, options);
  /** Output of earlier runs. */
  let printed = '';
  let program: Program | undefined;

  async function start(): Promise<void> {
    if (program?.hasEnded === false) throw new Error('mosquitto runs already');
    printed += program?.stderr ?? '';
    const started = spawnProgram(binary, ['-c', config]);
    program = started;
    // It logs when all its listeners are open. Probing the port instead might reach another program.
    await untilReady(
      'mosquitto',
      started,
      until(() => started.stderr.includes(' running') || started.hasEnded),
    );
    if (started.hasEnded) throw new Error(`mosquitto ended at once:\n${started.stderr}`);
  }

  try {
    await start();
  } catch (error) {
    folder.remove();
    throw error;
  }
  return {
    ...place,
    url: `mqtt://127.0.0.1:${place.port}`,
    logs: () => printed + (program?.stderr ?? ''),
    start,
    async stop() {
      await program?.stop();
    },
    kill: async () => program?.kill(),
    reload: () => program?.signal('SIGHUP'),
    async dispose() {
      await program?.kill();
      folder.remove();
    },
  };
}

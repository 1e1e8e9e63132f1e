import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.js';
import { EXIT, FatalError, type ExitCode } from '../errors.js';
import { createLogger } from '../logger.js';
import type { UnixMillis } from '../model.js';
import { backUpDatabase, checkIntegrity, restoreBackup } from '../store/sqlite/file/tools.js';
import { version } from '../version.js';
import { backupDirectory } from './backup-directory.js';
import { FORGET_USAGE, forget } from './forget-command.js';
import { readTime } from './read-time.js';
import { REDECODE_USAGE, redecodeCommand } from './redecode-command.js';
import { renderReport, replay } from './replay.js';

const USAGE = `Usage: mesh-observatory-collector [command]

  (none)          run the collector, configured by the environment (docs/configuration.md)
  backup          copy the database while it may be in use
  restore FILE    put a backup in the place of the database; the collector must be stopped
  forget NODE …   remove nodes from every table of the database; the collector must be stopped
  redecode        decode packets whose key or port was not known when they were received; the collector must be stopped;
                  with --from TIME, --to TIME, --dry-run
  replay PATH …   play recorded messages (files or folders) into a fresh database and print what is stored; with
                  --topic TOPIC and --at TIME for files that do not say, --database FILE to keep the database, --json
  integrity       check the database thoroughly
  check-config    validate the configuration
  version         print the version (also --version)
  help            print this (also --help)`;

const COMMAND_USAGE: Readonly<Record<string, string>> = { forget: FORGET_USAGE, redecode: REDECODE_USAGE };

const usageError = (message: string) => new FatalError('usage', message, EXIT.usage, USAGE.split('\n').slice(2));

export interface Command {
  /** `serve` when none is given; `help` has the command it is asked about as its argument. */
  readonly name: string;
  readonly args: readonly string[];
  readonly options?: CommandOptions;
}

export interface CommandOptions {
  readonly topic?: string | undefined;
  readonly at?: string | undefined;
  readonly database?: string | undefined;
  readonly json?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
}

/** The options of each command; the others have none. */
const OPTIONS: Readonly<Record<string, readonly (keyof CommandOptions)[]>> = {
  replay: ['topic', 'at', 'database', 'json'],
  redecode: ['from', 'to', 'dry-run'],
};

/** Reads the configuration; `defaults` are settings that hold unless the environment has others. */
export type ReadConfig = (defaults?: Readonly<Record<string, string>>) => Config;

/** @throws FatalError (exit 64) for options that do not exist. */
export function parseCommand(argv: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
        topic: { type: 'string' },
        at: { type: 'string' },
        database: { type: 'string' },
        json: { type: 'boolean' },
        from: { type: 'string' },
        to: { type: 'string' },
        'dry-run': { type: 'boolean' },
      },
    });
    const [name = 'serve', ...args] = positionals;
    if (values.help === true) return { name: 'help', args: name === 'serve' ? [] : [name] };
    if (values.version === true) return { name: 'version', args: [] };
    const given = Object.entries(values);
    const options: CommandOptions = Object.fromEntries(given);
    checkOptions(
      name,
      given.map(([option]) => option),
    );
    return Object.keys(options).length === 0 ? { name, args } : { name, args, options };
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function checkOptions(name: string, given: readonly string[]): void {
  const foreign = given.filter((option) => !OPTIONS[name]?.some((own) => own === option));
  if (foreign.length === 0) return;
  const owner = Object.keys(OPTIONS).find((command) => OPTIONS[command]?.some((own) => foreign.includes(own)));
  throw usageError(`--${foreign.join(' and --')} belong to ${owner ?? 'no command'}, not to ${name}`);
}

/** Runs one command to its end. @throws FatalError with the exit code the command ends with. */
export async function runCommand(
  { name, args, options = {} }: Command,
  readConfig: ReadConfig,
  print: (line: string) => void,
): Promise<ExitCode> {
  switch (name) {
    case 'backup': {
      const config = readConfig();
      const copy = await backUpDatabase(
        resolve(config.database.path),
        backupDirectory(config),
        config.database.backup.keep,
      );
      print(`${copy.path} (${(copy.bytes / 1e6).toFixed(1)} MB)`);
      return EXIT.ok;
    }
    case 'restore': {
      const [from] = args;
      if (from === undefined) throw usageError('restore needs the backup file as its argument');
      const path = resolve(readConfig().database.path);
      const { keptAs } = restoreBackup(resolve(from), path);
      print(keptAs === null ? `Restored ${path}` : `Restored ${path}; what was there before is kept as ${keptAs}`);
      return EXIT.ok;
    }
    case 'forget':
      forget(args, readConfig, print);
      return EXIT.ok;
    case 'redecode':
      await redecodeCommand(args, options, readConfig, print);
      return EXIT.ok;
    case 'integrity': {
      const path = resolve(readConfig().database.path);
      const problems = checkIntegrity(path);
      if (problems.length === 0) {
        print(`${path} is intact`);
        return EXIT.ok;
      }
      throw new FatalError('corrupt', `${path} is damaged`, EXIT.dataError, problems);
    }
    case 'replay': {
      print(await runReplay(args, options, readConfig));
      return EXIT.ok;
    }
    case 'check-config':
      for (const warning of readConfig().warnings) print(warning);
      print('The configuration is valid');
      return EXIT.ok;
    case 'version':
      print(version);
      return EXIT.ok;
    case 'help':
      print(COMMAND_USAGE[args[0] ?? ''] ?? USAGE);
      return EXIT.ok;
    default:
      throw usageError(`There is no command ${JSON.stringify(name)}`);
  }
}

/** Traffic is not looked for, and no message is left out because there are many at once. */
const REPLAY_DEFAULTS = { EMBEDDED_BROKER: 'true', NODE_RATE_LIMIT: '0' };

async function runReplay(
  paths: readonly string[],
  { topic, at, database, json = false }: CommandOptions,
  readConfig: ReadConfig,
): Promise<string> {
  if (paths.length === 0) throw usageError('replay needs files or folders with recorded messages as its arguments');
  const startAt = at === undefined ? Date.now() : readTime('at', at, usageError);
  if (database !== undefined && existsSync(database)) {
    throw usageError(`--database ${JSON.stringify(database)} exists: replay writes into a fresh database only`);
  }
  const report = await replay(readConfig(REPLAY_DEFAULTS), {
    paths,
    topic,
    startAt: startAt as UnixMillis,
    database,
    logger: createLogger({ level: 'silent', pretty: false }),
  });
  return json ? JSON.stringify(report, null, 2) : renderReport(report);
}

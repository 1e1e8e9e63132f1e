import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.js';
import { EXIT, FatalError, type ExitCode } from '../errors.js';
import { backUpDatabase, checkIntegrity, restoreBackup } from '../store/sqlite/file/tools.js';
import { version } from '../version.js';

const USAGE = `Usage: mesh-observatory-collector [command]

  (none)          run the collector, configured by the environment (docs/configuration.md)
  backup          copy the database while it may be in use
  restore FILE    put a backup in the place of the database; the collector must be stopped
  integrity       check the database thoroughly
  check-config    validate the configuration
  version         print the version (also --version)
  help            print this (also --help)`;

export function backupDirectory(config: Config): string {
  return resolve(config.database.backup.directory ?? join(dirname(config.database.path), 'backups'));
}

const usageError = (message: string) => new FatalError('usage', message, EXIT.usage, USAGE.split('\n').slice(2));

export interface Command {
  /** `serve` when none is given. */
  readonly name: string;
  readonly args: readonly string[];
}

/** @throws FatalError (exit 64) for options that do not exist. */
export function parseCommand(argv: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    });
    const [name = 'serve', ...args] = positionals;
    if (values.help === true) return { name: 'help', args: [] };
    if (values.version === true) return { name: 'version', args: [] };
    return { name, args };
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

/** Runs one command to its end. @throws FatalError with the exit code the command ends with. */
export async function runCommand(
  { name, args }: Command,
  readConfig: () => Config,
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
    case 'integrity': {
      const path = resolve(readConfig().database.path);
      const problems = checkIntegrity(path);
      if (problems.length === 0) {
        print(`${path} is intact`);
        return EXIT.ok;
      }
      throw new FatalError('corrupt', `${path} is damaged`, EXIT.dataError, problems);
    }
    case 'check-config':
      for (const warning of readConfig().warnings) print(warning);
      print('The configuration is valid');
      return EXIT.ok;
    case 'version':
      print(version);
      return EXIT.ok;
    case 'help':
      print(USAGE);
      return EXIT.ok;
    default:
      throw usageError(`There is no command ${JSON.stringify(name)}`);
  }
}

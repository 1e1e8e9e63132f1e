import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { EXIT, FatalError, type ExitCode } from '../errors.js';
import { backUpDatabase, checkIntegrity, restoreBackup } from '../store/sqlite/file/tools.js';
import { version } from '../version.js';

const USAGE = `Usage: mesh-observatory-collector [command]

  (none)          run the collector, configured by the environment (docs/configuration.md)
  backup          copy the database while it may be in use
  restore FILE    put a backup in the place of the database; the collector must be stopped
  integrity       check the database thoroughly
  check-config    read the configuration and say what is wrong with it
  version         print the version
  help            print this`;

export function backupDirectory(config: Config): string {
  return resolve(config.database.backup.directory ?? join(dirname(config.database.path), 'backups'));
}

/** Runs one command to its end. @throws FatalError with the exit code the command ends with. */
export async function runCommand(
  name: string,
  args: readonly string[],
  config: Config,
  print: (line: string) => void,
): Promise<ExitCode> {
  const path = resolve(config.database.path);
  switch (name) {
    case 'backup': {
      const copy = await backUpDatabase(path, backupDirectory(config), config.database.backup.keep);
      print(`${copy.path} (${(copy.bytes / 1e6).toFixed(1)} MB)`);
      return EXIT.ok;
    }
    case 'restore': {
      const [from] = args;
      if (from === undefined)
        throw new FatalError('usage', 'restore needs the backup file as its argument', EXIT.usage);
      const { keptAs } = restoreBackup(resolve(from), path);
      print(keptAs === null ? `Restored ${path}` : `Restored ${path}; what was there before is kept as ${keptAs}`);
      return EXIT.ok;
    }
    case 'integrity': {
      const problems = checkIntegrity(path);
      if (problems.length === 0) {
        print(`${path} is intact`);
        return EXIT.ok;
      }
      throw new FatalError('corrupt', `${path} is damaged`, EXIT.dataError, problems);
    }
    case 'check-config':
      print('The configuration is valid');
      return EXIT.ok;
    case 'version':
    case '--version':
      print(version);
      return EXIT.ok;
    case 'help':
    case '--help':
    case '-h':
      print(USAGE);
      return EXIT.ok;
    default:
      throw new FatalError(
        'usage',
        `There is no command ${JSON.stringify(name)}`,
        EXIT.usage,
        USAGE.split('\n').slice(2),
      );
  }
}

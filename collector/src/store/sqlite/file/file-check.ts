import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { EXIT, FatalError } from '../../../errors.js';
import { readMetadata } from './metadata.js';
import { schemaVersion } from './migrate.js';
import { damageOf, translate, unusable } from './sqlite-error.js';
import { walDamage } from './wal-check.js';

/** 'Mesh': marks our files in the SQLite header. */
export const APPLICATION_ID = 0x4d657368;

export interface ExpectedDatabase {
  /** Highest schema version this program knows. */
  readonly schema: number;
  readonly simulated: boolean;
  readonly everyCommitSynced: boolean;
  readonly onQuickCheck: () => void;
}

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const SHOWN_PROBLEMS = 3;

/**
 * Checks an existing file without changing it.
 * @returns how it is damaged, or undefined when it can be used.
 * @throws FatalError when it is not ours to use: a folder, no permission (74), another program's (65), newer, or
 * holding the other kind of data, simulated or real (78).
 */
export function findDamage(path: string, expected: ExpectedDatabase): string | undefined {
  checkAccess(path);
  return headerDamage(path) ?? walDamage(`${path}-wal`, expected.everyCommitSynced) ?? contentDamage(path, expected);
}

function checkAccess(path: string): void {
  if (statSync(path).isDirectory()) throw unusable(path, 'it is a folder, name a file (DATABASE_PATH)');
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw unusable(path, 'this user may not read and write it', { cause: error });
  }
}

function headerDamage(path: string): string | undefined {
  const { size } = statSync(path);
  if (size === 0) return 'the file is empty';
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'it is not an SQLite database';
  // A log that was not checkpointed may hold the missing pages.
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return undefined;
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const promised = header.readUInt32BE(28) * pageSize;
  const valid = header.readUInt32BE(24) === header.readUInt32BE(92);
  return valid && size < promised ? `the file is cut off, it has ${size} of ${promised} bytes` : undefined;
}

function contentDamage(path: string, expected: ExpectedDatabase): string | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    checkIdentity(db, path);
    checkCompatible(db, path, expected);
    if (readMetadata(db, 'clean_shutdown') === '1') return undefined;
    expected.onQuickCheck();
    return quickCheck(db);
  } catch (error) {
    const damage = damageOf(error);
    if (damage !== undefined) return damage;
    throw translate(error, path);
  } finally {
    db?.close();
  }
}

function checkIdentity(db: Database.Database, path: string): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  throw new FatalError(
    'store_foreign',
    `${path} is a database of another program. Name another file (DATABASE_PATH).`,
    EXIT.dataError,
  );
}

function checkCompatible(db: Database.Database, path: string, { schema, simulated }: ExpectedDatabase): void {
  const version = schemaVersion(db);
  if (version > schema) {
    throw new FatalError(
      'store_newer',
      `The database ${path} was written by a newer version of this program (schema ${version}, this one knows ${schema}). Install the newer version, or restore the copy made before the upgrade.`,
      EXIT.incompatible,
    );
  }
  const holdsSimulated = readMetadata(db, 'simulated') === '1';
  if (holdsSimulated === simulated) return;
  throw new FatalError(
    'store_mixed',
    holdsSimulated
      ? `The database ${path} holds a simulated mesh; real traffic needs another file (DATABASE_PATH).`
      : `The database ${path} holds real traffic; the simulated mesh needs another file (DATABASE_PATH).`,
    EXIT.incompatible,
  );
}

function quickCheck(db: Database.Database): string | undefined {
  const problems = (db.pragma(`quick_check(${SHOWN_PROBLEMS})`) as { quick_check: string }[]).map(
    (row) => row.quick_check,
  );
  return problems.length === 1 && problems[0] === 'ok' ? undefined : problems.join('; ').replaceAll(/\s+/g, ' ');
}

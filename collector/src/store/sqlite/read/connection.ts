import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { cancelError, RequestError, type CancelReason } from '../../../errors.js';
import type { RadioReport } from '@mesh-observatory/contract/mesh-radio';
import { AliasReader, type Aliases } from './aliases.js';
import { currentReports, type RadioReports } from './radio-reports.js';
import type { Bindable, Sql } from './sql.js';

/** Runs the statements of one query. Every call throws RequestError 499 or 504 once the query is canceled. */
export interface Reader {
  /** Rows as objects. */
  all<Row>(query: Sql<Row>): Row[];
  /** Rows as arrays, for bulk. */
  tuples<Row>(query: Sql<Row>): Row[];
  first<Row>(query: Sql<Row>): Row | undefined;
  /** Throws when the query is canceled. */
  check(): void;
  /** The collector's clock, Unix ms, when the query was asked. */
  readonly now: number;
  readonly aliases: Aliases;
  /** Modem presets and regions that nodes reported; at most a minute old. */
  radioReports(): readonly RadioReport[];
}

/** One read-only connection. Opened on first use and again after a failure of the file. */
export interface ReadConnection {
  /** @throws RequestError 503 when the file is missing, busy, damaged or not set up yet. */
  run<T>(now: number, cancelReason: () => CancelReason | undefined, work: (reader: Reader) => T): T;
  close(): void;
}

const STATEMENT_CACHE = 100;
const BUSY_TIMEOUT_MS = 2000;

/** SQLite's error code. Not by class: the native module knows one `SqliteError`, and a process may hold several copies. */
function sqliteCode(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

function describeFileError(error: unknown): RequestError | undefined {
  const code = sqliteCode(error);
  if (code === undefined) return undefined;
  const refuse = (sentence: string) => new RequestError('store_unavailable', sentence);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return refuse('The database is locked; try again in a moment.');
  if (/^SQLITE_(CANTOPEN|IOERR|CORRUPT|NOTADB|READONLY|PERM)/.test(code))
    return refuse(`The database cannot be read (${code}).`);
  if (/^no such (table|column)/.test((error as Error).message))
    return refuse('The database is not set up yet; the collector prepares it when it starts.');
  return undefined;
}

/** Turns failures of the file into a RequestError 503; anything else is a fault of ours and stays as it is. */
function withFileErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw describeFileError(error) ?? error;
  }
}

class Connection implements ReadConnection {
  readonly #path: string;
  #database: Database.Database | undefined;
  #aliases: AliasReader | undefined;
  readonly #statements = new Map<string, Database.Statement<Bindable[]>>();
  #radioReports: RadioReports | undefined;
  #check: () => void = () => undefined;

  constructor(path: string) {
    this.#path = path;
  }

  run<T>(now: number, cancelReason: () => CancelReason | undefined, work: (reader: Reader) => T): T {
    this.#check = () => {
      const reason = cancelReason();
      if (reason !== undefined) throw cancelError(reason);
    };
    try {
      const aliases = withFileErrors(() => this.#readAliases());
      return work(this.#reader(now, aliases));
    } catch (error) {
      if (error instanceof RequestError && error.status === 503) this.close();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#aliases = undefined;
    this.#radioReports = undefined;
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): Database.Database {
    if (this.#database !== undefined) return this.#database;
    if (!existsSync(this.#path)) {
      throw new RequestError('store_unavailable', 'There is no database yet; the collector creates it at start.');
    }
    const database = new Database(this.#path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    this.#database = database;
    database.pragma('query_only = ON');
    database.pragma('temp_store = MEMORY');
    database.pragma('cache_size = -8192'); // 8 MiB per thread: the machine may have 1 GiB
    database.function('check_canceled', { deterministic: false }, () => {
      this.#check();
      return 1;
    });
    return database;
  }

  #readAliases(): Aliases {
    this.#aliases ??= new AliasReader(this.#open());
    return this.#aliases.read();
  }

  #prepare(text: string): Database.Statement<Bindable[]> {
    const cached = this.#statements.get(text);
    this.#statements.delete(text);
    const statement = cached ?? this.#open().prepare<Bindable[]>(text);
    this.#statements.set(text, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > STATEMENT_CACHE && oldest !== undefined) this.#statements.delete(oldest);
    return statement;
  }

  #reader(now: number, aliases: Aliases): Reader {
    const rows = (query: Sql, raw: boolean): unknown[] => {
      this.#check();
      return withFileErrors(() =>
        this.#prepare(query.text)
          .raw(raw)
          .all(...query.values),
      );
    };
    const all = <Row>(query: Sql<Row>) => rows(query, false) as Row[];
    return {
      now,
      aliases,
      check: () => this.#check(),
      // SQLite is untyped: the query's own declaration of its rows is the only one there is.
      all,
      tuples: <Row>(query: Sql<Row>) => rows(query, true) as Row[],
      first: <Row>(query: Sql<Row>) => rows(query, false)[0] as Row | undefined,
      radioReports: () => {
        this.#radioReports = currentReports(this.#radioReports, now, all);
        return this.#radioReports.reports;
      },
    };
  }
}

export function openReadConnection(path: string): ReadConnection {
  return new Connection(path);
}

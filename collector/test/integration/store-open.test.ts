import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { openStore, type StoreOptions } from '../../src/store/sqlite/store.js';
import { MIGRATIONS, readMigrations } from '../../src/store/sqlite/file/migrate.js';
import { openDatabase } from '../../src/store/sqlite/file/open.js';
import { ingested, nodeInfo, openTestStore, storeOptions, T0, telemetry } from '../helpers/ingested.js';
import { until } from '@mesh-observatory/test-kit/until';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder('open-').path;
  path = join(folder, 'mesh.db');
});

/** Collects what is logged, by event. */
function createLog() {
  const events: string[] = [];
  const logger = pino(
    { level: 'info' },
    { write: (line: string) => void events.push((JSON.parse(line) as { event: string }).event) },
  );
  return { logger, events };
}

const open = (over: Partial<StoreOptions> = {}) => openStore(storeOptions(path, over));

function refusalOf(over: Partial<StoreOptions> = {}): { exitCode: number; message: string; code: string } {
  try {
    openDatabase(storeOptions(path, over)).close();
  } catch (error) {
    return error as { exitCode: number; message: string; code: string };
  }
  throw new Error('it was opened');
}

/** A database with some content, stopped cleanly. */
async function fill(): Promise<void> {
  const store = open();
  store.ingest.commit(
    Array.from({ length: 500 }, (_, index) =>
      ingested({ from: 100 + index, events: [nodeInfo(`Node ${index}`), telemetry({ device_voltage: 4 })] }),
    ),
  );
  await store.maintenance.close();
}

/** The files after a process was killed: the log not checkpointed, the stop not marked as clean. */
function fillAndKill(): void {
  const live = join(folder, 'live.db');
  const store = openStore(storeOptions(live, { synchronous: 'full' }));
  for (let index = 0; index < 20; index++)
    store.ingest.commit([ingested({ from: 100 + index, events: [nodeInfo(`Node ${index}`)] })]);
  copyFileSync(live, path);
  copyFileSync(`${live}-wal`, `${path}-wal`);
  void store.maintenance.close();
}

function markUnclean(): void {
  const db = new Database(path);
  db.prepare("UPDATE metadata SET value = '0' WHERE key = 'clean_shutdown'").run();
  db.close();
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

function rootPage(name: string): { page: number; size: number } {
  const db = new Database(path, { readonly: true });
  const page = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) as number;
  const size = db.pragma('page_size', { simple: true }) as number;
  db.close();
  return { page, size };
}

describe('opening', () => {
  it('makes the folder and a database with the promised settings', async () => {
    path = join(folder, 'deep', 'er', 'mesh.db');
    const opened = openDatabase(storeOptions(path, { synchronous: 'full' }));
    const pragma = (name: string) => opened.db.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('auto_vacuum')]).toEqual([
      'wal',
      2,
      1,
      2,
    ]);
    expect([pragma('busy_timeout'), pragma('journal_size_limit')]).toEqual([5000, 64 << 20]);
    opened.close();
    expect(readdirSync(join(folder, 'deep', 'er')).sort()).toEqual(['mesh.db', 'mesh.db.lock']);
    const relaxed = openDatabase(storeOptions(path, { synchronous: 'normal' }));
    expect(relaxed.db.pragma('synchronous', { simple: true })).toBe(1);
    relaxed.close();
    await Promise.resolve();
  });

  it('gives the database a client id of its own that stays', async () => {
    const first = open();
    const { clientId } = first.metadata;
    expect(clientId).toMatch(/^meshobs-[0-9a-f]{10}$/);
    first.metadata.write('filters:default', '["msh/#"]');
    await first.maintenance.close();
    const second = open();
    expect(second.metadata.clientId).toBe(clientId);
    expect(second.metadata.read('filters:default')).toBe('["msh/#"]');
    await second.maintenance.close();
  });

  it('takes up a creation that was interrupted', async () => {
    writeFileSync(`${path}.new`, '');
    const store = open();
    expect(store.ingest.commit([ingested()])[0]?.outcome).toBe('stored');
    await store.maintenance.close();
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('never mixes simulated and real data', async () => {
    await fill();
    expect(refusalOf({ simulated: true })).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('holds real traffic'),
    });
    path = join(folder, 'simulation.db');
    await open({ simulated: true }).maintenance.close();
    expect(refusalOf({ simulated: false })).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('holds a simulated mesh'),
    });
  });
});

describe('a file that cannot be used', () => {
  it.each<[string, () => void | Promise<void>]>([
    ['is garbage', () => writeFileSync(path, Buffer.alloc(10_000, 0x5a))],
    ['is empty', () => writeFileSync(path, '')],
    [
      'is cut off',
      async () => {
        await fill();
        truncateSync(path, statSync(path).size - 3 * 4096);
      },
    ],
    [
      'has a damaged table page',
      async () => {
        await fill();
        markUnclean();
        const { page, size } = rootPage('packets');
        overwrite(path, (page - 1) * size, Buffer.alloc(size, 0xa5));
      },
    ],
    [
      'has a damaged index page',
      async () => {
        await fill();
        markUnclean();
        const { page, size } = rootPage('packets_by_identity');
        overwrite(path, (page - 1) * size, Buffer.alloc(64, 0xff));
      },
    ],
    [
      'has a damaged log header',
      () => {
        fillAndKill();
        overwrite(`${path}-wal`, 0, Buffer.alloc(16, 0xee));
      },
    ],
    [
      'has a log damaged in the middle',
      () => {
        fillAndKill();
        overwrite(`${path}-wal`, 32 + 24 + 100, Buffer.alloc(16, 0xee));
      },
    ],
  ])(
    'because it %s is refused with exit code 65, its name and the way out, and is left as it is',
    async (_, damage) => {
      await damage();
      const before = readFileSync(path);
      const refusal = refusalOf({ synchronous: 'full' });
      expect(refusal).toMatchObject({ exitCode: 65, code: 'store_corrupt' });
      expect(refusal.message).toContain(path);
      expect(refusal.message).toContain('npm run restore -- <backup file>');
      expect(refusal.message).not.toContain('\n');
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(folder).filter((name) => name.includes('corrupt'))).toEqual([]);
    },
  );

  it('is set aside with its companions when that was asked for, and work begins afresh', async () => {
    fillAndKill();
    overwrite(`${path}-wal`, 0, Buffer.alloc(16, 0xee));
    const before = readFileSync(path);
    const { logger, events } = createLog();
    const store = open({ onCorruption: 'quarantine', logger, synchronous: 'full' });
    const aside = store.quarantinedAs;
    expect(aside).toBe(`${path}.corrupt-20260202T024000Z`);
    expect(readFileSync(aside!).equals(before)).toBe(true);
    expect(existsSync(`${aside!}-wal`)).toBe(true);
    expect(events).toContain('store.quarantined');
    expect(store.ingest.commit([ingested()])[0]?.outcome).toBe('stored');
    await store.maintenance.close();
    const again = open({ onCorruption: 'quarantine' });
    expect(again.quarantinedAs).toBeNull();
    await again.maintenance.close();
  });

  it('because it belongs to another program is refused, and never set aside', () => {
    const db = new Database(path);
    db.exec('CREATE TABLE photos (id INTEGER)');
    db.close();
    expect(refusalOf({ onCorruption: 'quarantine' })).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('another program'),
    });
    expect(existsSync(path)).toBe(true);
  });

  it('because it is a folder is refused with exit code 74', () => {
    mkdirSync(path);
    expect(refusalOf({ onCorruption: 'quarantine' })).toMatchObject({
      exitCode: 74,
      message: expect.stringContaining('is a folder'),
    });
  });

  it('because its folder is a file, or may not be made, is refused with exit code 74', () => {
    writeFileSync(join(folder, 'file'), '');
    path = join(folder, 'file', 'mesh.db');
    expect(refusalOf()).toMatchObject({ exitCode: 74, message: expect.stringContaining(path) });
    path = '/proc/no-such-folder/mesh.db'; // not even root may
    expect(refusalOf()).toMatchObject({ exitCode: 74, message: expect.stringContaining(path) });
  });
});

describe('an unclean stop', () => {
  it('keeps every commit, and is followed by one quick check', async () => {
    fillAndKill();
    const { logger, events } = createLog();
    const store = open({ logger });
    expect(events.filter((event) => event === 'store.quick_check')).toHaveLength(1);
    expect(store.ingest.hot.size).toBe(21);
    await store.maintenance.close();
  });

  it('that tore the newest commit is recovered from, as after a power failure', () => {
    fillAndKill();
    truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - 1000);
    const opened = openDatabase(storeOptions(path, { synchronous: 'full' }));
    expect(opened.db.prepare('SELECT COUNT(*) FROM packets').pluck().get()).toBe(19);
    opened.close();
  });

  it('is not suspected after a clean one', async () => {
    await fill();
    const { logger, events } = createLog();
    await open({ logger }).maintenance.close();
    expect(events).toEqual([]);
  });

  it('is what every running collector looks like until it stops', async () => {
    const store = openTestStore();
    const flag = () => store.rows("SELECT value FROM metadata WHERE key = 'clean_shutdown'");
    expect(flag()).toEqual([{ value: '0' }]);
    await store.close();
    expect(existsSync(`${store.path}-wal`)).toBe(false);
    const after = new Database(store.path, { readonly: true });
    expect(after.prepare("SELECT value FROM metadata WHERE key = 'clean_shutdown'").pluck().get()).toBe('1');
    after.close();
    await store.dispose();
  });
});

describe('a second collector', () => {
  const script = `
    const Database = require(process.argv[1]);
    const lock = new Database(process.argv[2] + '.lock', { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    process.stdout.write('held');
    setInterval(() => undefined, 1000);
  `;
  let child: ChildProcess | undefined;
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  async function holdInAnotherProcess(): Promise<ChildProcess> {
    const module = createRequire(import.meta.url).resolve('better-sqlite3');
    const other = spawn(process.execPath, ['-e', script, module, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = other;
    await once(other.stdout, 'data');
    return other;
  }

  it('is refused with exit code 69 while the first runs, which is not disturbed', async () => {
    const first = open();
    expect(refusalOf()).toMatchObject({ exitCode: 69, message: expect.stringContaining(path) });
    expect(first.ingest.commit([ingested()])[0]?.outcome).toBe('stored');
    await first.maintenance.close();
    await open().maintenance.close();
  });

  it('in another process is refused too, until the first is killed', async () => {
    await fill();
    const other = await holdInAnotherProcess();
    const before = readFileSync(path);
    expect(refusalOf()).toMatchObject({ exitCode: 69 });
    expect(readFileSync(path).equals(before)).toBe(true);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const store = await until(() => open());
    await store.maintenance.close();
  });
});

describe('a database of an older version', () => {
  let migrations: string;
  beforeEach(() => {
    migrations = join(folder, 'migrations');
    mkdirSync(migrations);
    for (const { name } of known) copyFileSync(new URL(name, MIGRATIONS), join(migrations, name));
  });
  const known = readMigrations(MIGRATIONS);
  /** File name of the first, second … migration that is still to be written. */
  const next = (step: number, name: string) => `${String(known.length + step).padStart(4, '0')}-${name}.sql`;
  const add = (step: number, name: string, sql: string) => writeFileSync(join(migrations, next(step, name)), sql);
  const url = () => pathToFileURL(`${migrations}/`);
  const upgrade = (over: Partial<StoreOptions> = {}) =>
    openDatabase(storeOptions(path, { migrations: url(), ...over }));
  const copies = () => readdirSync(folder).filter((name) => name.includes('.before-v'));

  it('is brought up to date, after a copy was made, and keeps its rows', async () => {
    await fill();
    add(1, 'owner', "ALTER TABLE nodes ADD COLUMN owner TEXT NOT NULL DEFAULT 'nobody';");
    add(2, 'index', 'CREATE INDEX nodes_by_owner ON nodes (owner);');
    const { logger, events } = createLog();
    const opened = upgrade({ logger });
    expect(opened.db.pragma('user_version', { simple: true })).toBe(known.length + 2);
    expect(opened.db.prepare('SELECT COUNT(*), MIN(owner), MAX(long_name) FROM nodes').raw().get()).toEqual([
      501,
      'nobody',
      'Node 99',
    ]);
    expect(opened.db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(events).toEqual(['store.migrating', 'store.migrated', 'store.migrated']);
    opened.close();

    expect(copies()).toEqual([`mesh.db.before-v${known.length + 2}-20260202T024000Z`]);
    const copy = new Database(join(folder, copies()[0]!), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(known.length);
    expect(copy.prepare('SELECT COUNT(*) FROM packets').pluck().get()).toBe(500);
    copy.close();

    const again = createLog();
    upgrade({ logger: again.logger }).close();
    expect(again.events).toEqual([]);
    expect(copies()).toHaveLength(1);
  });

  it('is left after the last complete step when the upgrade fails, and the next start goes on from there', async () => {
    await fill();
    add(1, 'owner', 'ALTER TABLE nodes ADD COLUMN owner TEXT;');
    add(2, 'broken', 'CREATE TABLE half (a INTEGER) STRICT; INSERT INTO no_such_table VALUES (1);');
    expect(() => upgrade()).toThrow('no_such_table');
    const db = new Database(path, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(known.length + 1);
    expect(db.prepare("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    db.close();
    add(2, 'broken', 'CREATE TABLE whole (a INTEGER) STRICT;');
    const opened = upgrade({ clock: () => (T0 + 60_000) as typeof T0 });
    expect(opened.db.pragma('user_version', { simple: true })).toBe(known.length + 2);
    expect(opened.db.prepare('SELECT COUNT(*) FROM packets').pluck().get()).toBe(500);
    opened.close();
  });

  it('is not brought into a state in which rows refer to nothing', async () => {
    await fill();
    add(1, 'careless', 'DELETE FROM topics;');
    expect(() => upgrade()).toThrow(/refer to nothing/);
    const db = new Database(path, { readonly: true });
    expect(db.prepare('SELECT COUNT(*) FROM topics').pluck().get()).toBe(1);
    db.close();
  });

  it('is refused, untouched, by a program that is older still', async () => {
    add(1, 'owner', 'ALTER TABLE nodes ADD COLUMN owner TEXT;');
    upgrade().close();
    const before = readFileSync(path);
    expect(refusalOf({ onCorruption: 'quarantine' })).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining(`schema ${known.length + 1}, this one knows ${known.length}`),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    await Promise.resolve();
  });

  it('cannot be described by migrations that skip a number', () => {
    add(2, 'later', 'SELECT 1;');
    expect(() => upgrade()).toThrow(`${next(2, 'later')} is out of order`);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnixMillis } from '../../src/model.js';
import { openStore } from '../../src/store/sqlite/store.js';
import { backUpDatabase, checkIntegrity, restoreBackup } from '../../src/store/sqlite/file/tools.js';
import {
  DAY_MS,
  ingested,
  nodeInfo,
  openTestStore,
  storeOptions,
  T0,
  telemetry,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
let backups: string;
beforeEach(() => {
  store = openTestStore();
  backups = join(store.folder, 'backups');
});
afterEach(() => store.dispose());

const some = (count: number, from = 1000) =>
  Array.from({ length: count }, (_, index) =>
    ingested({ from: from + index, events: [nodeInfo(`Node ${index}`), telemetry({ device_voltage: 4 })] }),
  );
const packetsIn = (path: string) => {
  const db = new Database(path, { readonly: true });
  const count = db.prepare('SELECT COUNT(*) FROM packets').pluck().get();
  db.close();
  return count;
};
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
};

describe('a backup', () => {
  it('made while messages are committed is whole, intact, and holds everything from before it was asked for', async () => {
    store.commit(...some(2000));
    let committed = 0;
    const state = { running: true };
    const ingest = (async () => {
      while (state.running) {
        store.commit(...some(5, 50_000 + committed));
        committed += 5;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const backup = await store.maintenance.backUp(backups, T0);
    state.running = false;
    await ingest;
    expect(committed).toBeGreaterThan(0);
    expect(backup.path).toBe(join(backups, 'mesh-20260202T024000Z.db'));
    expect(backup.bytes).toBeGreaterThan(100_000);
    expect(packetsIn(backup.path)).toBeGreaterThanOrEqual(2000);
    expect(checkIntegrity(backup.path)).toEqual([]);
    expect(readdirSync(backups)).toEqual(['mesh-20260202T024000Z.db']);
  });

  it('replaces the oldest beyond the number to keep, and touches no other file', async () => {
    mkdirSync(backups);
    writeFileSync(join(backups, 'mesh-notes.db'), 'mine');
    for (let day = 0; day < 5; day++) await store.maintenance.backUp(backups, (T0 + day * DAY_MS) as UnixMillis);
    expect(readdirSync(backups).sort()).toEqual([
      'mesh-20260204T024000Z.db',
      'mesh-20260205T024000Z.db',
      'mesh-20260206T024000Z.db',
      'mesh-notes.db',
    ]);
  });

  it('that is interrupted leaves nothing behind, and does not hold up the shutdown', async () => {
    store.commit(...some(3000));
    const running = store.maintenance.backUp(backups, T0);
    const ended = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await store.close();
    await ended;
    expect(readdirSync(backups)).toEqual([]);
  });

  it('by command works beside a running collector', async () => {
    store.commit(...some(500));
    const backup = await backUpDatabase(store.path, backups, 3);
    expect(packetsIn(backup.path)).toBe(500);
    expect(store.commit(ingested())[0]?.outcome).toBe('stored');
  });

  it('of a database that does not exist is refused', async () => {
    await expect(backUpDatabase(join(store.folder, 'none.db'), backups, 3)).rejects.toMatchObject({
      name: 'FatalError',
      exitCode: 64,
    });
  });
});

describe('restoring', () => {
  it('brings everything back and keeps what was there', async () => {
    store.commit(...some(100));
    const backup = await store.maintenance.backUp(backups, T0);
    store.commit(...some(50, 9000));
    await store.close();
    const { keptAs } = restoreBackup(backup.path, store.path);
    expect(packetsIn(keptAs!)).toBe(150);
    store = await store.reopen();
    expect(store.value('SELECT COUNT(*) FROM packets')).toBe(100);
    expect(store.ingest.hot.size).toBe(101);
    expect(store.commit(ingested())[0]?.outcome).toBe('stored');
  });

  it('works where there is no database', async () => {
    store.commit(...some(10));
    const backup = await store.maintenance.backUp(backups, T0);
    const elsewhere = join(store.folder, 'restored.db');
    expect(restoreBackup(backup.path, elsewhere)).toEqual({ keptAs: null });
    const restored = openStore(storeOptions(elsewhere));
    expect(restored.metadata.clientId).toBe(store.metadata.clientId);
    await restored.maintenance.close();
  });

  it('takes what was set aside by an earlier restore, with its log', async () => {
    store.commit(...some(10));
    const backup = await store.maintenance.backUp(backups, T0);
    store.commit(...some(5, 9000));
    const live = join(store.folder, 'aside.db');
    writeFileSync(live, readFileSync(store.path));
    writeFileSync(`${live}-wal`, readFileSync(`${store.path}-wal`));
    const target = join(store.folder, 'target.db');
    restoreBackup(live, target);
    expect(packetsIn(target)).toBe(15);
    expect(packetsIn(backup.path)).toBe(10);
  });

  it('is refused while the collector runs, which is not disturbed', async () => {
    store.commit(...some(10));
    const backup = await store.maintenance.backUp(backups, T0);
    expect(refusal(() => restoreBackup(backup.path, store.path))).toMatchObject({ exitCode: 69 });
    expect(store.commit(ingested())[0]?.outcome).toBe('stored');
  });

  it('of a damaged or foreign file, or of none, leaves the database as it is', async () => {
    store.commit(...some(500));
    const backup = await store.maintenance.backUp(backups, T0);
    await store.close();
    const before = readFileSync(store.path);
    const bytes = readFileSync(backup.path);
    const bad = join(store.folder, 'bad.db');
    writeFileSync(bad, Buffer.concat([bytes.subarray(0, 20_000), Buffer.alloc(20_000, 0xa5), bytes.subarray(40_000)]));
    expect(refusal(() => restoreBackup(bad, store.path))).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining(bad),
    });
    const foreign = join(store.folder, 'foreign.db');
    new Database(foreign).exec('CREATE TABLE photos (id INTEGER)').close();
    expect(refusal(() => restoreBackup(foreign, store.path))).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('not a backup'),
    });
    expect(refusal(() => restoreBackup(join(store.folder, 'none'), store.path))).toMatchObject({ exitCode: 64 });
    expect(readFileSync(store.path).equals(before)).toBe(true);
    expect(existsSync(`${store.path}.restoring`)).toBe(false);
  });
});

describe('the integrity check', () => {
  it('finds nothing in a database in use', () => {
    store.commit(...some(100));
    expect(checkIntegrity(store.path)).toEqual([]);
  });

  it('says what is wrong with garbage, and with rows that refer to nothing', async () => {
    const garbage = join(store.folder, 'garbage.db');
    writeFileSync(garbage, Buffer.alloc(5000, 1));
    expect(checkIntegrity(garbage)).toEqual([expect.stringContaining('not a database')]);
    store.commit(...some(3));
    await store.close();
    const db = new Database(store.path);
    db.pragma('foreign_keys = OFF');
    db.exec('DELETE FROM packets');
    db.close();
    expect(checkIntegrity(store.path)).toEqual(['3 rows refer to rows that do not exist']);
  });
});

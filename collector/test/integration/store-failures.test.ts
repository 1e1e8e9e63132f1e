import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { FatalError, StoreBlockedError } from '../../src/errors.js';
import type { NodeNum } from '../../src/model.js';
import { translate } from '../../src/store/sqlite/file/sqlite-error.js';
import {
  ingested,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  T0,
  telemetry,
  textEvent,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
afterEach(() => store.dispose());

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** A little of everything, so that many pages are needed. */
const many = (from: number, count = 300) =>
  Array.from({ length: count }, (_, index) =>
    ingested({
      from: from + index,
      at: T0 + index,
      events: [nodeInfo(`Node ${index}`), telemetry({ device_battery_level: index % 100, device_voltage: 4 })],
    }),
  );

describe('a full disk', () => {
  beforeEach(() => {
    store = openTestStore();
  });
  /** SQLite's own limit does what a full disk does, on every machine. */
  const limit = (pages: number) => store.writer.pragma(`max_page_count = ${pages}`);

  it('blocks the batch, leaves no trace of it, and lets the next one through once there is room, without reopening', () => {
    store.commit(ingested({ from: NODE, events: [nodeInfo('Alpha')] }));
    const before = {
      nodes: [...store.ingest.hot.nodes()],
      links: store.ingest.hot.links(10),
      gateways: store.ingest.hot.gateways(),
    };
    limit(store.value('PRAGMA page_count') + 3);
    const batch = [
      ingested({ from: NODE, at: T0 + 1, events: [nodeInfo('Beta')], packet: { channel: 'New channel' } }),
      ...many(5000),
    ];
    const error = thrownBy(() => store.commit(...batch));
    expect(error).toBeInstanceOf(StoreBlockedError);
    expect(error).toMatchObject({ code: 'store_full' });
    expect((error as Error).message).toContain(store.path);

    expect({
      nodes: [...store.ingest.hot.nodes()],
      links: store.ingest.hot.links(10),
      gateways: store.ingest.hot.gateways(),
    }).toEqual(before);
    expect(store.ingest.hot.has(5000 as NodeNum)).toBe(false);
    expect(store.value('SELECT COUNT(*) FROM packets')).toBe(1);
    expect(store.value("SELECT COUNT(*) FROM channels WHERE name = 'New channel'")).toBe(0);

    limit(1_000_000);
    expect(store.commit(...batch).every(({ outcome }) => outcome === 'stored')).toBe(true);
    expect(store.value('SELECT COUNT(*) FROM packets')).toBe(batch.length + 1);
    expect(store.ingest.hot.get(NODE)?.longName).toBe('Beta');
    expect(
      store.value('SELECT COUNT(*) FROM receptions r LEFT JOIN topics t USING (topic_id) WHERE t.topic_id IS NULL'),
    ).toBe(0);
    expect(store.rows('PRAGMA foreign_key_check')).toEqual([]);
    expect(store.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('a database that another program holds', () => {
  beforeEach(() => {
    store = openTestStore();
    store.writer.pragma('busy_timeout = 50');
  });

  it('blocks the batch until it lets go', () => {
    const other = new Database(store.path);
    other.exec('BEGIN IMMEDIATE');
    expect(thrownBy(() => store.commit(ingested()))).toMatchObject({ name: 'StoreBlockedError', code: 'store_busy' });
    expect(() => store.ingest.probe()).toThrow(StoreBlockedError);
    other.exec('ROLLBACK');
    other.close();
    store.ingest.probe();
    expect(store.commit(ingested())[0]?.outcome).toBe('stored');
  });
});

describe('a message the store cannot digest', () => {
  beforeEach(() => {
    store = openTestStore();
  });

  it('takes its batch with it, undoes what the batch had done in memory, and the others can be committed without it', () => {
    const good = ingested({ from: NODE, events: [nodeInfo('Alpha')] });
    const bad = ingested({ from: OTHER, events: [telemetry({ no_such_metric: 1 })] });
    expect(thrownBy(() => store.commit(good, bad))).toMatchObject({
      message: expect.stringContaining('no_such_metric'),
    });
    expect(store.ingest.hot.has(NODE)).toBe(false);
    expect(store.commit(good)[0]?.outcome).toBe('stored');
    expect(() => store.commit(bad)).toThrow('no_such_metric');
    expect(store.ingest.hot.size).toBe(2);
  });
});

describe('a file that is removed under us', () => {
  beforeEach(() => {
    store = openTestStore();
  });

  it('is noticed by the probe and the sweep: the process must end', () => {
    renameSync(store.path, `${store.path}.moved`);
    for (const work of [() => store.ingest.probe(), () => store.ingest.sweep(T0)]) {
      expect(thrownBy(work)).toMatchObject({
        name: 'FatalError',
        exitCode: 74,
        message: expect.stringContaining(store.path),
      });
    }
    writeFileSync(store.path, 'another file');
    expect(() => store.ingest.probe()).toThrow(FatalError);
    rmSync(store.path);
    renameSync(`${store.path}.moved`, store.path);
  });
});

describe('a failure of SQLite', () => {
  beforeEach(() => {
    store = openTestStore();
  });
  const failure = (code: string) => new Database.SqliteError('it failed', code);

  it.each([
    ['SQLITE_FULL', 'StoreBlockedError', 'store_full'],
    ['SQLITE_BUSY', 'StoreBlockedError', 'store_busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'StoreBlockedError', 'store_busy'],
    ['SQLITE_LOCKED', 'StoreBlockedError', 'store_busy'],
    ['SQLITE_IOERR_WRITE', 'FatalError', 'store_io'],
    ['SQLITE_READONLY', 'FatalError', 'store_io'],
    ['SQLITE_CANTOPEN', 'FatalError', 'store_io'],
    ['SQLITE_CORRUPT_INDEX', 'FatalError', 'store_corrupt'],
    ['SQLITE_NOTADB', 'FatalError', 'store_corrupt'],
  ])('%s is a %s', (code, name, ours) => {
    expect(translate(failure(code), '/data/mesh.db')).toMatchObject({
      name,
      code: ours,
      message: expect.stringContaining('/data/mesh.db'),
    });
  });

  it('that is our own mistake stays what it is', () => {
    const mistake = failure('SQLITE_CONSTRAINT_NOTNULL');
    expect(translate(mistake, '/data/mesh.db')).toBe(mistake);
  });

  it('says with which exit code to end', () => {
    expect(translate(failure('SQLITE_IOERR_WRITE'), 'x')).toMatchObject({ exitCode: 74 });
    expect(translate(failure('SQLITE_CORRUPT'), 'x')).toMatchObject({ exitCode: 65 });
  });
});

describe('a damaged page that is met while running', () => {
  beforeEach(() => {
    store = openTestStore();
  });

  it('ends the process rather than being written over', async () => {
    store.commit(...many(1000, 400), ingested({ events: [textEvent('x')] }));
    await store.close();
    const broken = new Database(store.path);
    const page = broken.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'packets'").pluck().get() as number;
    const pageSize = broken.pragma('page_size', { simple: true }) as number;
    broken.close();
    const file = openSync(store.path, 'r+');
    writeSync(file, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
    closeSync(file);
    // The last stop was clean: nobody looks before the first write.
    store = await store.reopen();
    expect(thrownBy(() => store.commit(ingested()))).toMatchObject({ name: 'FatalError', exitCode: 65 });
  });
});

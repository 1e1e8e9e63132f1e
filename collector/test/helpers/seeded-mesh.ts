import { afterEach, beforeEach } from '@jest/globals';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../src/store/store.js';
import { NOW, createDatabase, seedMesh, type SeededDatabase } from './seeded-database.js';

/** The mesh of `seedMesh` in a database, and the store that reads it. */
export interface SeededMesh {
  readonly database: SeededDatabase;
  readonly store: ReadStore;
  /** Unexpected errors of the store so far. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Seeds a database and opens a store that reads it in the thread of the test. */
export function openSeededMesh(): SeededMesh {
  const database = createDatabase();
  seedMesh(database);
  const faults: string[] = [];
  const store = createReadStore({
    path: database.path,
    threads: 0,
    now: () => NOW,
    onFault: (fault) => faults.push(fault),
  });
  return {
    database,
    store,
    faults,
    async close() {
      await store.close();
      database.remove();
    },
  };
}

/** One for each test of the block that calls this; closed after it. */
export function useSeededMesh(): Omit<SeededMesh, 'close'> {
  let opened: SeededMesh | undefined;
  const mesh = (): SeededMesh => {
    if (opened === undefined) throw new Error('The mesh is there while a test runs');
    return opened;
  };
  beforeEach(() => {
    opened = openSeededMesh();
  });
  afterEach(() => mesh().close());
  return {
    get database() {
      return mesh().database;
    },
    get store() {
      return mesh().store;
    },
    get faults() {
      return mesh().faults;
    },
  };
}

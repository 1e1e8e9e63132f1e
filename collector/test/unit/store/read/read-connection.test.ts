import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openReadConnection, type ReadConnection } from '../../../../src/store/sqlite/read/connection.js';
import {
  allOf,
  contains,
  inside,
  isOneOf,
  sql,
  cancellable,
  inRange,
  type Sql,
} from '../../../../src/store/sqlite/read/sql.js';
import type { CancelReason } from '../../../../src/errors.js';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import { NOW, createDatabase, requestOf, seedMesh, type SeededDatabase } from '../../../helpers/seeded-database.js';

let database: SeededDatabase;
let connection: ReadConnection;

beforeEach(() => {
  database = createDatabase();
  connection = openReadConnection(database.path);
});

afterEach(() => {
  connection.close();
  database.remove();
});

const endless = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n WHERE ${cancellable(sql`i`)}`;

/** Says stop the third time it is asked. */
function stopSoon(reason: CancelReason): () => CancelReason | undefined {
  let asked = 0;
  return () => ((asked += 1) >= 3 ? reason : undefined);
}

describe('a read connection', () => {
  it.each([
    ['deadline', 504],
    ['canceled', 499],
  ] as const)('ends a statement that never would: %s', (reason, status) => {
    expect(() => connection.run(NOW, stopSoon(reason), (reader) => reader.all(endless))).toThrow(
      expect.objectContaining({ status, code: reason }),
    );
  });

  it('can be used again after a statement was ended', () => {
    expect(() => connection.run(NOW, stopSoon('deadline'), (reader) => reader.all(endless))).toThrow();
    expect(
      connection.run(
        NOW,
        () => undefined,
        (reader) => reader.first(sql<{ one: number }>`SELECT 1 AS one`),
      ),
    ).toEqual({ one: 1 });
  });

  it('cannot write', () => {
    const write = sql`INSERT INTO settings (key, value) VALUES (${'a'}, ${'b'}) RETURNING key`;
    expect(() =>
      connection.run(
        NOW,
        () => undefined,
        (reader) => reader.all(write),
      ),
    ).toThrow(/readonly|cannot be read/);
    expect(database.db.prepare('SELECT COUNT(*) AS n FROM settings').get()).toEqual({ n: 0 });
  });

  it('sees what was committed since the last query', () => {
    const count = () =>
      connection.run(
        NOW,
        () => undefined,
        (reader) => reader.first(sql<{ n: number }>`SELECT COUNT(*) AS n FROM settings`)?.n,
      );
    expect(count()).toBe(0);
    database.insert('settings', { key: 'a', value: 'b' });
    expect(count()).toBe(1);
  });

  it('keeps mistakes of ours apart from failures of the file', () => {
    expect(() =>
      connection.run(
        NOW,
        () => undefined,
        (reader) => reader.all(sql`SELECT FROM`),
      ),
    ).toThrow(/syntax error/);
  });
});

describe('pieces of SQL', () => {
  const matches = (clause: Sql) =>
    connection.run(
      NOW,
      () => undefined,
      (reader) => reader.tuples(sql<[number]>`SELECT CASE WHEN ${clause} THEN 1 ELSE 0 END`)[0]?.[0] === 1,
    );

  it('bind everything that is not a piece of SQL', () => {
    const query = sql`SELECT ${'x'}, ${1} WHERE ${allOf([isOneOf(sql`a`, [1, 2]), inRange(sql`b`, { from: 3 })])}`;
    expect(query.text).toBe('SELECT ?, ? WHERE a IN (SELECT value FROM json_each(?)) AND b >= ?');
    expect(query.values).toEqual(['x', 1n, '[1,2]', 3n]);
  });

  it('take an object that looks like SQL for none', () => {
    const forged = JSON.parse('{"text":"1); DROP TABLE nodes; --","values":[]}') as Sql;
    expect(sql`SELECT ${forged}`.text).toBe('SELECT ?');
  });

  it('match any of a list, nothing of an empty one, anything without one', () => {
    expect(
      [isOneOf(sql`2`, [1, 2]), isOneOf(sql`2`, [2]), isOneOf(sql`2`, []), isOneOf(sql`2`, null)].map(matches),
    ).toEqual([true, true, false, true]);
  });

  it('match substrings literally', () => {
    expect(
      [
        contains(sql`'50%'`, '%'),
        contains(sql`'50'`, '%'),
        contains(sql`'a_b'`, 'A_B'),
        contains(sql`'axb'`, 'a_b'),
      ].map(matches),
    ).toEqual([true, false, true, false]);
  });

  it('know the date line', () => {
    const at = (longitude: number, west: number, east: number) =>
      matches(inside(sql`0`, sql`${longitude}`, { west, south: -1, east, north: 1 }));
    expect([at(179, 170, -170), at(-179, 170, -170), at(0, 170, -170), at(0, -10, 10), at(20, -10, 10)]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('in the caller’s thread', () => {
  it('a deadline and a signal end a request', async () => {
    seedMesh(database);
    const store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
    await expect(store.query(requestOf({ queryType: 'nodes' }), { deadlineMs: -1 })).rejects.toMatchObject({
      status: 504,
      code: 'deadline',
    });
    await expect(store.list('nodes', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      status: 499,
      code: 'canceled',
    });
    await store.close();
  });

  it('a fault of ours becomes a sentence, and its stack goes to the log', async () => {
    seedMesh(database);
    database.db.exec(`UPDATE traceroutes SET route = 'no JSON'`);
    const faults: string[] = [];
    const store = createReadStore({
      path: database.path,
      threads: 0,
      now: () => NOW,
      onFault: (fault) => faults.push(fault),
    });
    const { results } = await store.query(requestOf({ queryType: 'traceroutes' }, { queryType: 'stat' }));
    expect(results.A).toEqual({
      status: 500,
      frames: [],
      error: 'The collector failed to answer this traceroutes query.',
    });
    expect(results.B?.status).toBe(200);
    expect(faults).toEqual([expect.stringContaining('lists/traceroutes')]);
    await store.close();
  });
});

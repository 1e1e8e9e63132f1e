import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedMetrics } from '@mesh-observatory/contract/derived-metrics';
import { listFilterKeys } from '@mesh-observatory/contract/filters';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { variablesRequestSchema } from '@mesh-observatory/contract/query';
import { resourceSchemas, type ListFilter, type ResourceName } from '@mesh-observatory/contract/resources';
import { trafficGroupNames } from '@mesh-observatory/contract/traffic';
import { variableKindNames } from '@mesh-observatory/contract/variable-kinds';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import type { NodeNum } from '../../../../src/model.js';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import { NOW, createDatabase, metricFor, requestOf, seedMesh } from '../../../helpers/seeded-database.js';
import type { SeededDatabase } from '../../../helpers/seeded-database.js';

const hostile = [
  `'"; DROP TABLE nodes; --`,
  `') OR 1=1 --`,
  '__proto__',
  '%00\u0000',
  '\ud800',
  '%',
  '\\',
  'x'.repeat(5000),
  '{"$ne":1}',
];

let database: SeededDatabase;
let store: ReadStore;
let before: unknown;

const fingerprint = () => ({
  schema: database.db.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all(),
  nodes: database.db.prepare('SELECT * FROM nodes').all(),
  changes: database.db.pragma('data_version'),
});

beforeAll(() => {
  database = createDatabase();
  seedMesh(database);
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
  before = fingerprint();
});

afterAll(async () => {
  await store.close();
  database.remove();
});

const untouched = () => expect(fingerprint()).toEqual(before);

describe('hostile text', () => {
  const texts = ['nodeIds', 'gatewayIds', 'channels', 'roles', 'kinds', 'metrics'] as const;

  it.each(Object.keys(resourceSchemas) as ResourceName[])(
    'in every filter of %s is text and nothing else',
    async (resource) => {
      for (const text of hostile) {
        for (const key of listFilterKeys[resource]) {
          if (texts.some((name) => name === key))
            expect((await store.list(resource, { [key]: [text] })).data).toEqual([]);
        }
        if (listFilterKeys[resource].includes('search') && text !== '%')
          expect((await store.list(resource, { search: text })).data).toEqual([]);
        await expect(store.list(resource, { cursor: text })).rejects.toMatchObject({ code: 'bad_cursor' });
      }
      untouched();
    },
  );

  it.each(queryTypes)('in a %s query is text and nothing else', async (queryType) => {
    for (const text of hostile) {
      const value = text.slice(0, 200);
      for (const key of ['node', 'gateway', 'channel', 'role', 'hwModel', 'port', 'region', 'kind']) {
        const request = requestOf({
          queryType,
          metrics: [metricFor(queryType, 'device_voltage')],
          channels: [value],
          roles: [value],
          eventKinds: [value],
          search: value,
          legend: value,
          filters: [{ key, operator: '=|', value, values: [value, 'HILL'] }],
        });
        const { results } = await store.query(request);
        expect([key, results.A?.error]).toEqual([key, undefined]);
      }
    }
    const { results } = await store.query(requestOf({ queryType: 'nodes', metrics: [`x" FROM nodes; --`] }));
    expect(results.A?.status).toBe(200);
    untouched();
  });

  it.each(trafficGroupNames)('in the name of a channel or node does no harm to traffic by %s', async (trafficBy) => {
    const { results } = await store.query(
      requestOf({ queryType: 'traffic', trafficBy, legend: '{{constructor}}{{__proto__}}' }),
    );
    expect(results.A?.status).toBe(200);
    expect(JSON.stringify(results.A?.frames)).not.toContain('native code');
  });

  it.each(variableKindNames)('in the search for %s finds nothing and breaks nothing', async (kind) => {
    for (const text of hostile.filter((text) => text !== '%' && text !== '\\')) {
      const request = variablesRequestSchema.parse({
        kind,
        search: text.slice(0, 200),
        filters: [{ key: 'node', operator: '!=', value: text.slice(0, 500) }],
      });
      expect(await store.variables(request)).toEqual([]);
    }
    untouched();
  });

  it('numbers beyond all bounds match nothing', async () => {
    const filters: ListFilter[] = [
      { from: 1e308 },
      { to: -1e308 },
      { from: Number.MAX_SAFE_INTEGER },
      { portnums: [2 ** 53, -5, 1.5] },
    ];
    for (const filter of filters) expect((await store.list('packets', filter)).data).toEqual([]);
    expect(await store.node(-1 as NodeNum)).toBeUndefined();
    expect(await store.node((2 ** 60) as NodeNum)).toBeUndefined();
  });
});

describe('a database that is not there', () => {
  const { path: folder } = temporaryFolder('read-');

  it('is a clear 503, and no file is created', async () => {
    const missing = createReadStore({ path: join(folder, 'none.db'), threads: 0 });
    await expect(missing.counts()).rejects.toMatchObject({
      status: 503,
      code: 'store_unavailable',
      message: 'There is no database yet; the collector creates it at start.',
    });
    await expect(missing.query(requestOf({ queryType: 'stat' }))).rejects.toMatchObject({ status: 503 });
    await missing.close();
  });

  it('is opened once it is there', async () => {
    const path = join(folder, 'later.db');
    const later = createReadStore({ path, threads: 0, now: () => NOW });
    await expect(later.catalog()).rejects.toMatchObject({ status: 503 });
    const made = createDatabase();
    seedMesh(made);
    made.db.prepare('VACUUM INTO ?').run(path);
    made.remove();
    expect(await later.catalog()).toHaveLength(7 + Object.keys(derivedMetrics).length);
    await later.close();
  });

  it('that is something else, or not set up yet, is a 503 as well', async () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'This is not a database. '.repeat(100));
    const text = createReadStore({ path, threads: 0 });
    await expect(text.counts()).rejects.toMatchObject({
      status: 503,
      message: 'The database cannot be read (SQLITE_NOTADB).',
    });
    await text.close();
    writeFileSync(path, '');
    const empty = createReadStore({ path, threads: 0 });
    await expect(empty.query(requestOf({ queryType: 'nodes' }))).rejects.toMatchObject({
      status: 503,
      message: 'The database is not set up yet; the collector prepares it when it starts.',
    });
    await empty.close();
  });

  it('that was closed refuses with 503', async () => {
    const gone = createReadStore({ path: join(folder, 'later.db'), threads: 0 });
    await gone.close();
    await expect(gone.counts()).rejects.toMatchObject({ status: 503, code: 'closing' });
  });
});

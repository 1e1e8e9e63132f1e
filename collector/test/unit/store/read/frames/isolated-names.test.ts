import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isolated } from '@mesh-observatory/contract/isolated';
import { variablesRequestSchema } from '@mesh-observatory/contract/query';
import { nameOf } from '../../../../../src/store/sqlite/write/wording.js';
import { legendOf } from '../../../../../src/store/sqlite/read/frames/time-series.js';
import { idOf, LAKE, NOW, HILL, requestOf } from '../../../../helpers/seeded-database.js';
import { openSeededMesh, type SeededMesh } from '../../../../helpers/seeded-mesh.js';

const HEBREW = 'תחנ5';
const ARABIC = 'قدس';
const marked = (name: string) => `\u2068${name}\u2069`;

describe('a name within a text', () => {
  it('is kept apart when it is written from right to left', () => {
    for (const name of [HEBREW, ARABIC, `Roof ${HEBREW}`]) expect(isolated(name)).toBe(marked(name));
    for (const name of ['HILL', '🏔', 'Ω', '山', '!a1b2c3d4', '']) expect(isolated(name)).toBe(name);
  });

  it('is kept apart in events and in legends of several names', () => {
    expect(nameOf({ longName: HEBREW, nodeId: '!00000001' })).toBe(marked(HEBREW));
    const labels = { from: HEBREW, to: ARABIC };
    expect(legendOf('{{from}} → {{to}}', labels, '')).toBe(`${marked(HEBREW)} → ${marked(ARABIC)}`);
    expect(legendOf('{{from}}', labels, '')).toBe(HEBREW);
  });
});

describe('answers about nodes with names from right to left', () => {
  let mesh: SeededMesh;
  beforeAll(() => {
    mesh = openSeededMesh();
    const rename = mesh.database.db.prepare('UPDATE nodes SET short_name = ?, long_name = ? WHERE node_num = ?');
    rename.run(HEBREW, HEBREW, LAKE);
    rename.run(ARABIC, ARABIC, HILL);
  });
  afterAll(() => mesh.close());

  /** Every text of an answer that holds one of the names, and more. */
  async function composed(query: Record<string, unknown>): Promise<string[]> {
    const { results } = await mesh.store.query({ ...requestOf(query), from: NOW - 40 * 3_600_000 });
    const frames = results.A?.frames ?? [];
    const cells = frames.flatMap(({ data, schema }) => [
      ...data.values.flat(),
      ...schema.fields.map(({ config }) => config?.displayNameFromDS),
    ]);
    return cells.filter(
      (cell): cell is string =>
        typeof cell === 'string' && [HEBREW, ARABIC].some((name) => cell.includes(name) && cell !== name),
    );
  }

  it.each([
    { queryType: 'packets', format: 'logs' },
    { queryType: 'messages', format: 'logs' },
    { queryType: 'traceroutes' },
    { queryType: 'signal', metrics: ['snr'] },
    { queryType: 'cutpoints' },
    { queryType: 'timeseries', metrics: ['device_battery_level', 'device_voltage'] },
    { queryType: 'nodes' },
    { queryType: 'links' },
    { queryType: 'nodegraph' },
    { queryType: 'events' },
    { queryType: 'findings' },
    { queryType: 'attention' },
    { queryType: 'changes' },
    { queryType: 'conversations' },
    { queryType: 'inventory' },
  ])('keep them apart in %j', async (query) => {
    for (const text of await composed(query)) {
      const bare = text.replaceAll(/\u2068[^\u2069]*\u2069/g, '');
      expect([text, bare.includes(HEBREW) || bare.includes(ARABIC)]).toEqual([text, false]);
    }
  });

  it('have such texts', async () => {
    expect((await composed({ queryType: 'packets', format: 'logs' })).length).toBeGreaterThan(0);
  });

  it('list them as choices', async () => {
    const values = await mesh.store.variables(variablesRequestSchema.parse({ kind: 'nodes' }));
    expect(values.find(({ value }) => value === idOf(LAKE))?.text).toBe(`${marked(HEBREW)} · ${marked(HEBREW)}`);
  });
});

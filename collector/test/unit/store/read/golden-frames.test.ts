/**
 * Answers of every query type for the seeded mesh, kept as files: the plugin's tests read the same ones, so that the two
 * sides cannot drift apart. `UPDATE_FRAMES=1` writes them anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { frameKinds } from '@mesh-observatory/contract/frames';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { HOUR, NOW, requestOf } from '../../../helpers/seeded-database.js';
import { openSeededMesh, type SeededMesh } from '../../../helpers/seeded-mesh.js';

const folder = new URL('../../../fixtures/frames/', import.meta.url);
const goldens: Record<string, Record<string, unknown>> = {
  ...Object.fromEntries(queryTypes.map((queryType) => [queryType, { queryType }])),
  timeseries: { queryType: 'timeseries', metrics: ['device_battery_level', 'environment_temperature'] },
  values: { queryType: 'values', metrics: ['device_battery_level', 'node_silent_seconds', 'node_packets'] },
  collector: { queryType: 'collector', metrics: ['queue_depth', 'received_per_second'] },
  nodes: { queryType: 'nodes', metrics: ['environment_temperature'] },
  'messages-logs': { queryType: 'messages', format: 'logs' },
  'packets-logs': { queryType: 'packets', format: 'logs' },
};

let mesh: SeededMesh;
beforeAll(() => {
  mesh = openSeededMesh();
});
afterAll(() => mesh.close());

describe('answerQueries on the seeded mesh', () => {
  it.each(Object.entries(goldens))('answers %s as its golden file says', async (name, query) => {
    const answer = await mesh.store.query({ ...requestOf(query), from: NOW - 10 * HOUR });
    const file = new URL(`${name}.json`, folder);
    if (process.env.UPDATE_FRAMES === '1') writeFileSync(file, `${JSON.stringify(answer, undefined, 2)}\n`);
    if (!existsSync(file)) throw new Error(`${name}.json is missing; UPDATE_FRAMES=1 writes it`);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it.each(Object.entries(goldens))('declares the kind of every frame of %s', async (_name, query) => {
    const answer = await mesh.store.query({ ...requestOf(query), from: NOW - 10 * HOUR });
    const frames = answer.results.A?.frames ?? [];
    expect(frames.length).toBeGreaterThan(0);
    for (const { schema } of frames) expect(frameKinds).toContain(schema.meta?.custom?.frameKind);
  });
});

import { describe, expect, it } from '@jest/globals';
import { atSeaLevel } from '../../../../src/store/sqlite/read/frames/sea-level.js';
import { HILL, LAKE, MINUTE, NOW, requestOf } from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

describe('pressure at sea level', () => {
  const mesh = useSeededMesh();

  it('is that of the standard atmosphere', () => {
    expect(atSeaLevel(1013.25, 0)).toBe(1013.25);
    for (const [meters, pressure] of [
      [500, 954.6],
      [1000, 898.7],
      [2000, 795],
    ] as const)
      expect(atSeaLevel(pressure, meters)).toBeCloseTo(1013.25, 0);
    expect(atSeaLevel(898.7, 1000, -20)).toBeGreaterThan(atSeaLevel(898.7, 1000, 30));
  });

  it('is a series of each node that has told its altitude', async () => {
    const { insert, db, sample } = mesh.database;
    insert('metrics', {
      ...{ metric_id: 90, metric: 'environment_barometric_pressure', variant: 'environment', title: 'Pressure' },
      ...{ description: '', unit: 'pressurehpa', kind: 'gauge', prometheus_name: 'x' },
    });
    for (const node of [HILL, LAKE]) {
      insert('samples', { metric_id: 90, node_num: node, at: NOW - MINUTE, packet_row: 5000 + node, value: 1000 });
      insert('node_metrics', { metric_id: 90, node_num: node, at: NOW - MINUTE, value: 1000 });
    }
    sample('environment_temperature', HILL, NOW - MINUTE, -10);
    db.exec(`UPDATE nodes SET altitude = NULL WHERE node_num = ${LAKE}`);
    const ask = async (more: Record<string, unknown>) => {
      const query = {
        queryType: 'timeseries',
        metrics: ['environment_barometric_pressure'],
        intervalMs: MINUTE,
        ...more,
      };
      return (await mesh.store.query(requestOf(query))).results.A;
    };
    expect((await ask({}))?.frames).toHaveLength(2);
    const [hill, ...others] = (await ask({ seaLevel: true }))?.frames ?? [];
    expect(others).toEqual([]);
    expect(hill?.data.values[1]?.[0]).toBeCloseTo(atSeaLevel(1000, 115, -10), 6);
    expect(await ask({ seaLevel: true, combine: true })).toMatchObject({ status: 400 });
  });
});

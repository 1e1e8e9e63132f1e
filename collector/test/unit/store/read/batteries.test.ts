import { beforeEach, describe, expect, it } from '@jest/globals';
import { batterySteps, BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import { batteryHistory, type HourOfCharge } from '../../../../src/store/sqlite/read/frames/battery-history.js';
import { HILL, HOUR, LAKE, NOW, SOLO, FIJI, requestOf } from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

const DAY = 24 * HOUR;
/** Midnight UTC. */
const MIDNIGHT = NOW - (NOW % DAY);

/** Charge by the hour: `day` percent per hour from 8 to 17, `night` in the other hours. */
function charge(hours: number, start: number, day: number, night: number): HourOfCharge[] {
  let percent = start;
  return Array.from({ length: hours }, (_, index): HourOfCharge => {
    const hour = index % 24;
    percent = Math.max(0, Math.min(100, percent + (hour >= 8 && hour < 17 ? day : night)));
    return [MIDNIGHT - 4 * DAY + index * HOUR, percent];
  });
}

describe('the history of a charge', () => {
  it('tells solar from battery by what happens while the sun is up', () => {
    expect(batteryHistory(charge(72, 60, 3, -1), 0, 60).power).toBe('solar');
    expect(batteryHistory(charge(72, 90, -0.5, -0.5), 0, 50).power).toBe('battery');
    // The night of a solar node and a battery look the same.
    expect(batteryHistory(charge(7, 90, -1, -1), 0, 83).power).toBeUndefined();
    // By the sun of the place: 8 to 17 UTC is night in Fiji.
    expect(batteryHistory(charge(72, 60, 3, -1), 180, 60).power).toBe('battery');
  });

  it('forecasts batteries after hours, solar nodes after two days and nights', () => {
    expect(batteryHistory(charge(16, 90, -2, -2), 0, 58).trend).toBeCloseTo(-48, 6);
    expect(batteryHistory(charge(36, 60, 3, -1), 0, 60).trend).toBeUndefined();
    expect(batteryHistory(charge(72, 60, 3, -1), 0, 60).trend).toBeDefined();
    expect(batteryHistory(charge(2, 60, -2, -2), 0, 60).trend).toBeUndefined();
  });

  it('balances what the sun adds and the night takes', () => {
    const { balance } = batteryHistory(charge(72, 50, 2, -1), 0, 48);
    expect(balance).toEqual({ chargedByDay: 18, usedByNight: 15, daysWithoutSun: 2 });
    expect(batteryHistory(charge(72, 90, -1, -1), 0, 48).balance).toBeUndefined();
  });
});

describe('batteries', () => {
  const mesh = useSeededMesh();
  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM samples; DELETE FROM node_metrics');
    mesh.database.db.exec('UPDATE nodes SET longitude = 0');
  });

  async function rows() {
    const { results } = await mesh.store.query(requestOf({ queryType: 'batteries' }));
    expect(results.A?.error).toBeUndefined();
    const frame = results.A?.frames[0];
    const values = (name: string) =>
      frame?.data.values[frame.schema.fields.findIndex((field) => field.name === name)] ?? [];
    return values('shortName').map((name, row) =>
      [name, ...['power', 'level', 'lasts'].map((column) => values(column)[row])].join(' | '),
    );
  }

  it('have a state each: hours, days, too little history, external power, silence', async () => {
    const { sample } = mesh.database;
    for (let hour = 60; hour >= 0; hour -= 1) {
      sample('device_battery_level', LAKE, NOW - hour * HOUR, 3 + hour);
      sample('device_battery_level', HILL, NOW - hour * HOUR, 80 + hour / 12);
    }
    sample('device_battery_level', FIJI, NOW - HOUR, 15);
    sample('device_battery_level', SOLO, NOW - 30 * HOUR, 12);
    expect(await rows()).toEqual([
      'LAKE | Battery | 3 | 3 h',
      'HILL | Battery | 80 | 40.0 d',
      'FIJI |  | 15 | Too little history',
      'SOLO |  |  | 12 % when last heard',
    ]);
    sample('device_powered', LAKE, NOW, 1);
    expect((await rows())[2]).toBe('LAKE | External power | 101 | On external power');
  });

  it('are never green below the limit of a low battery', () => {
    for (const { from, color } of batterySteps)
      if (color === 'green') expect(from).toBeGreaterThan(BATTERY_LOW_PERCENT);
  });
});

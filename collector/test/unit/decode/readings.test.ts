/** Every metric of the catalog at both ends of its range: what is a little outside, and what cannot be. */
import { describe, expect, it } from '@jest/globals';
import { catalogRows } from '../../../src/decode/telemetry-catalog.js';
import type { CatalogRow } from '../../../src/decode/catalog/row.js';
import { judgeReading, positionLimits, readSignal, signalLimits, type Limits } from '../../../src/decode/readings.js';
import { createSampleReader } from '../../../src/decode/telemetry.js';
import type { ReadingProblem } from '../../../src/model.js';

const reader = createSampleReader(catalogRows, true);

/** The reading of one field on the wire. */
function read({ variant, field, metric }: CatalogRow, onWire: number) {
  const problems: ReadingProblem[] = [];
  const { samples, unknown = [] } = reader.samples(variant, new Map([[field, onWire]]), {
    problem: (problem) => problems.push(problem),
  });
  return {
    value: samples.find((sample) => sample.metric === metric)?.value,
    isUnknown: unknown.some((entry) => entry.metric === metric && entry.reason === 'implausible'),
    fault: problems.find((problem) => problem.metric === metric)?.fault,
  };
}

/** Powered is derived; levels above 100 % mean external power, and voltages just below 0 no battery. */
const isSpecial = ({ metric }: CatalogRow) =>
  ['device_powered', 'device_battery_level', 'device_voltage'].includes(metric);
const rows = catalogRows.filter((row) => !isSpecial(row));
const onWire = (value: number, { scale = 1 }: CatalogRow) => value / scale;
const { min: MIN, max: MAX } = { min: -Infinity, max: Infinity };

describe('a reading of a metric of the catalog', () => {
  it.each(rows)('$metric has limits on both sides and a tolerance', ({ min, max, tolerance }) => {
    expect([min, max, tolerance].map(Number.isFinite)).toEqual([true, true, true]);
  });

  it.each(rows)('$metric within its limits stays as it is', (row) => {
    const { min = MIN, max = MAX } = row;
    const middle = min < 1 && max > 1 ? 1 : (min + max) / 2;
    const { value, isUnknown, fault } = read(row, onWire(middle, row));
    expect([isUnknown, fault]).toEqual([false, undefined]);
    expect(value).toBeCloseTo(middle, 9);
  });

  it.each(rows.filter(({ tolerance = 0 }) => tolerance > 0))(
    '$metric a little above its maximum is the maximum',
    (row) => {
      const { max = MAX, tolerance = 0 } = row;
      expect(read(row, onWire(max + tolerance / 2, row))).toEqual({ value: max, isUnknown: false, fault: 'clamped' });
    },
  );

  it.each(rows.filter(({ tolerance = 0, zero, min = MIN }) => tolerance > 0 && !(zero === 'absent' && min === 0)))(
    '$metric a little below its minimum is the minimum',
    (row) => {
      const { min = MIN, tolerance = 0 } = row;
      expect(read(row, onWire(min - tolerance / 2, row))).toEqual({ value: min, isUnknown: false, fault: 'clamped' });
    },
  );

  const cases = rows.flatMap((row) => {
    const { min = MIN, max = MAX, tolerance = 0 } = row;
    return [
      {
        row,
        metric: row.metric,
        what: 'far above',
        raw: onWire(max + tolerance + Math.abs(max) + 1, row),
        fault: 'above_range',
      },
      {
        row,
        metric: row.metric,
        what: 'far below',
        raw: onWire(min - tolerance - Math.abs(min) - 1, row),
        fault: 'below_range',
      },
      { row, metric: row.metric, what: 'NaN', raw: Number.NaN, fault: 'not_a_number' },
      { row, metric: row.metric, what: 'infinite', raw: Infinity, fault: 'not_a_number' },
      { row, metric: row.metric, what: 'negatively infinite', raw: -Infinity, fault: 'not_a_number' },
    ];
  });
  it.each(cases)('$metric is unknown when the reading is $what', ({ row, raw, fault }) => {
    expect(read(row, raw)).toEqual({ value: undefined, isUnknown: true, fault });
  });

  it.each(rows.filter(({ zero }) => zero === 'absent'))('$metric of 0 is not stated', (row) => {
    expect(read(row, 0)).toEqual({ value: undefined, isUnknown: false, fault: undefined });
  });

  it.each(rows.filter(({ zero }) => zero === 'failure'))('$metric of 0 comes from a failed sensor', (row) => {
    expect(read(row, 0)).toMatchObject({ value: undefined, isUnknown: true });
  });

  it.each(rows.filter(({ zero, min = MIN }) => zero === undefined && min <= 0))('$metric of 0 is 0', (row) => {
    expect(read(row, 0)).toEqual({ value: 0, isUnknown: false, fault: undefined });
  });
});

describe('battery and voltage', () => {
  const device = (field: string) => {
    const row = catalogRows.find(({ metric }) => metric === `device_${field}`);
    if (row === undefined) throw new Error(field);
    return row;
  };

  it.each([
    ['battery_level', Number.NaN, 'not_a_number'],
    ['battery_level', -50, 'below_range'],
    ['voltage', 1000, 'above_range'],
    ['voltage', -12, 'below_range'],
    ['voltage', Infinity, 'not_a_number'],
  ])('%s of %s cannot be', (field, value, fault) => {
    expect(read(device(field), value)).toEqual({ value: undefined, isUnknown: true, fault });
  });

  it('clamps a voltage a little above what a device can measure', () => {
    expect(read(device('voltage'), 100.4)).toEqual({ value: 100, isUnknown: false, fault: 'clamped' });
  });
});

describe('readings that are no telemetry', () => {
  const limits: readonly (readonly [string, Limits])[] = Object.entries({ ...signalLimits, ...positionLimits });

  it.each(limits)('%s is clamped, or unknown', (_name, limit) => {
    const { min = MIN, max = MAX, tolerance = 0 } = limit;
    for (const [edge, sign] of [
      [max, 1],
      [min, -1],
    ] as const) {
      if (tolerance > 0)
        expect(judgeReading(edge + sign * tolerance, limit)).toEqual({ value: edge, fault: 'clamped' });
      expect(judgeReading(edge + sign * (tolerance + 1), limit).value).toBeNull();
    }
    expect(judgeReading(Number.NaN, limit)).toEqual({ value: null, fault: 'not_a_number' });
  });

  it('signal has no reading without a radio, and none beyond physics', () => {
    const problems: ReadingProblem[] = [];
    const report = { problem: (problem: ReadingProblem) => void problems.push(problem) };
    expect(readSignal({ snr: 0, rssi: -92 }, report)).toEqual({ snr: 0, rssi: -92 });
    expect(readSignal({ snr: -21.75, rssi: 0 }, report)).toEqual({ snr: -21.75, rssi: null });
    expect(problems).toEqual([]);
    expect(readSignal({ snr: Number.NaN, rssi: -4000 }, report)).toEqual({ snr: null, rssi: null });
    expect(problems.map(({ metric, fault }) => [metric, fault])).toEqual([
      ['snr', 'not_a_number'],
      ['rssi', 'below_range'],
    ]);
  });
});

/** Air pressure reduced to sea level: what high and low places have in common is the weather. */
import { isOneOf, sql } from '../sql.js';
import { readCatalogEntries } from '../catalog.js';
import type { FrameContext } from './context.js';
import { readSamples, type Point, type SampleQuery } from './samples.js';

export const PRESSURE = 'environment_barometric_pressure';
const TEMPERATURE = 'environment_temperature';

/** Standard atmosphere: °C at sea level, K per meter, and the exponent that follows from them. */
const STANDARD_CELSIUS = 15;
const LAPSE = 0.0065;
const EXPONENT = 5.257;
const KELVIN = 273.15;

/** Barometric formula (DWD): hPa at sea level. `celsius` is measured at the station; unknown = that of the standard atmosphere. */
export function atSeaLevel(pressure: number, meters: number, celsius = STANDARD_CELSIUS - LAPSE * meters): number {
  const fall = LAPSE * meters;
  return pressure * (1 - fall / (celsius + fall + KELVIN)) ** -EXPONENT;
}

/** Altitudes of those nodes that tell one, in meters. */
export function altitudesOf({ reader }: FrameContext, nums: readonly number[]): Map<number, number> {
  return new Map(
    reader.tuples(sql<[node: number, altitude: number]>`
      SELECT n.node_num, n.altitude FROM nodes n WHERE n.altitude IS NOT NULL AND ${isOneOf(sql`n.node_num`, nums)}`),
  );
}

/** The pressure of one node at sea level, with the temperature it measured at the same time. */
export function reducePressure(
  { reader }: FrameContext,
  points: readonly Point[],
  meters: number,
  asked: Omit<SampleQuery, 'metricId' | 'aggregation'>,
): Point[] {
  const entry = readCatalogEntries(reader, [TEMPERATURE]).get(TEMPERATURE);
  const temperatures = new Map(
    entry === undefined ? [] : readSamples(reader, { ...asked, metricId: entry.metric_id, aggregation: 'mean' }),
  );
  return points.map(([at, pressure]) => [at, atSeaLevel(pressure, meters, temperatures.get(at))]);
}

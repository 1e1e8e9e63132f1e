import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import type { MetricDefinition } from '../../model.js';

/** A metric and where the decoder finds it. */
export interface CatalogRow extends MetricDefinition {
  /** Protobuf field name, lower case. */
  readonly field: string;
  /** Field number and encoding of a field the installed protobufs may not know yet. */
  readonly wire?: { readonly no: number; readonly type: 'float' | 'uint32' };
  /** Place in a list of floats that older firmware sent instead of the field. */
  readonly listed?: { readonly no: number; readonly index: number };
  /** Made by the decoder from other fields; there is no such field on the wire. */
  readonly derived?: true;
  /** Stored value = value on the wire × scale. */
  readonly scale?: number;
  /**
   * Meaning of exactly 0 on the wire, where it is no value. `absent`: a field without presence that was not set.
   * `failure`: a sensor that has failed. Default: 0 is a value.
   */
  readonly zero?: 'absent' | 'failure';
}

/** Unit and limits of a kind of quantity, for Grafana and for Prometheus. */
export interface Unit {
  /** Grafana unit id. */
  readonly grafana: string;
  /** End of the Prometheus name. */
  readonly suffix: string;
  /** To Prometheus base units. */
  readonly factor: number;
  readonly min?: number;
  readonly max?: number;
  /** See `MetricDefinition`. */
  readonly tolerance?: number;
}

const unit = (grafana: string, suffix: string, factor: number, min: number, max: number, tolerance: number): Unit => ({
  grafana,
  suffix,
  factor,
  min,
  max,
  tolerance,
});

const UINT32_MAX = 0xffffffff;

/**
 * Limits of physics or of the sensor, and the tolerance: noise, rounding and calibration put readings of honest sensors
 * a little outside, and those count as the limit. Further outside a value is wrong or forged. Counts have no tolerance.
 */
export const units = {
  percent: unit('percent', '_ratio', 0.01, 0, 100, 5),
  humidity: unit('humidity', '_ratio', 0.01, 0, 100, 5),
  pressure: unit('pressurehpa', '_pascals', 100, 1, 1200, 0.5),
  celsius: unit('celsius', '_celsius', 1, -100, 500, 5),
  volts: unit('volt', '_volts', 1, -1000, 1000, 1),
  milliamperes: unit('mamp', '_amperes', 0.001, -1e6, 1e6, 1),
  kiloohms: unit('kohm', '_ohms', 1000, 0, 1e6, 1),
  lux: unit('lux', '_lux', 1, 0, 1e6, 1),
  meters: unit('lengthm', '_meters', 1, -10_000, 100_000, 100),
  millimeters: unit('lengthmm', '_meters', 0.001, 0, 100_000, 1),
  kilometers: unit('lengthkm', '_meters', 1000, 0, 1000, 1),
  micrometers: unit('suffix:µm', '_meters', 1e-6, 0, 1000, 0.1),
  kilograms: unit('masskg', '_grams', 1000, -1e6, 1e6, 1),
  metersPerSecond: unit('velocityms', '_meters_per_second', 1, 0, 200, 1),
  degrees: unit('degree', '_degrees', 1, 0, 360, 5),
  microroentgensPerHour: unit('suffix:µR/h', '_roentgens_per_hour', 1e-6, 0, 1e9, 1),
  microgramsPerCubicMeter: unit('conμgm3', '_grams_per_cubic_meter', 1e-6, 0, 100_000, 1),
  particlesPerDeciliter: unit('short', '_per_cubic_meter', 1e4, 0, 1e7, 1),
  partsPerMillion: unit('ppm', '_parts_per_million', 1, 0, 1e6, 5),
  partsPerBillion: unit('conppb', '_parts_per_billion', 1, 0, 1e9, 5),
  dBm: unit('dBm', '_dbm', 1, -200, 60, 5),
  seconds: unit('s', '_seconds', 1, 0, UINT32_MAX, 0),
  minutes: unit('m', '_seconds', 60, 0, UINT32_MAX, 0),
  bytes: unit('bytes', '_bytes', 1, 0, 2 ** 53, 0),
  beatsPerMinute: unit('cpm', '_beats_per_minute', 1, 1, 300, 0),
  number: unit(COUNT_UNIT, '', 1, 0, UINT32_MAX, 0),
  index: unit('none', '', 1, 0, 1000, 5),
} as const;

type Options = Partial<
  Pick<CatalogRow, 'kind' | 'min' | 'max' | 'tolerance' | 'zero' | 'personal' | 'wire' | 'listed' | 'derived' | 'scale'>
> & {
  /** Prometheus name without `meshtastic_` where the rule gives a poor one. */
  readonly name?: string;
};

type Add = (field: string, title: string, unit: Unit, description: string, options?: Options) => CatalogRow;

/**
 * Rows of one variant. The metric is `<variant>_<field>`; the Prometheus name is that plus the unit, once, and `_total`
 * for counters.
 */
export function rowsOf(
  variant: MetricDefinition['variant'],
  build: (add: Add) => readonly CatalogRow[],
): readonly CatalogRow[] {
  return build((field, title, { grafana, suffix, factor, ...limits }, description, options = {}) => {
    const { name = `${variant}_${field.replace(/^num_/, '')}`, ...rest } = options;
    const base = name.endsWith(suffix) ? name : name + suffix;
    const counter = rest.kind === 'counter' && !base.endsWith('_total') ? '_total' : '';
    return {
      metric: `${variant}_${field}`,
      variant,
      title,
      description,
      unit: grafana,
      kind: 'gauge',
      ...limits,
      ...rest,
      field,
      prometheus: { name: `meshtastic_${base}${counter}`, factor },
    };
  });
}

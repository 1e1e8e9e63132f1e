import type { MetricDefinition } from '../../model.js';

/** A metric and where the decoder finds it. */
export interface CatalogRow extends MetricDefinition {
  /** Protobuf field name, lower case. */
  readonly field: string;
  /** Field number and encoding of a field the installed protobufs may not know yet. */
  readonly wire?: { readonly no: number; readonly type: 'float' | 'uint32' };
  /** Made by the decoder from other fields; there is no such field on the wire. */
  readonly derived?: true;
  /** Stored value = value on the wire × scale. */
  readonly scale?: number;
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
}

const unit = (grafana: string, suffix: string, factor: number, min?: number, max?: number): Unit => ({
  grafana,
  suffix,
  factor,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

const UINT32_MAX = 0xffffffff;

/** Limits of physics or of the sensor: a value outside is wrong or forged. */
export const units = {
  percent: unit('percent', '_ratio', 0.01, 0, 100),
  // 0 % and 0 hPa do not occur on earth: a sensor that reports them has failed.
  humidity: unit('humidity', '_ratio', 0.01, 0.1, 100),
  pressure: unit('pressurehpa', '_pascals', 100, 1, 1200),
  celsius: unit('celsius', '_celsius', 1, -100, 500),
  volts: unit('volt', '_volts', 1, -1000, 1000),
  milliamperes: unit('mamp', '_amperes', 0.001, -1e6, 1e6),
  kiloohms: unit('kohm', '_ohms', 1000, 0, 1e6),
  lux: unit('lux', '_lux', 1, 0, 1e6),
  millimeters: unit('lengthmm', '_meters', 0.001, 0, 100_000),
  kilometers: unit('lengthkm', '_meters', 1000, 0, 1000),
  micrometers: unit('suffix:µm', '_meters', 1e-6, 0, 1000),
  kilograms: unit('masskg', '_grams', 1000, -1e6, 1e6),
  metersPerSecond: unit('velocityms', '_meters_per_second', 1, 0, 200),
  degrees: unit('degree', '_degrees', 1, 0, 360),
  microroentgensPerHour: unit('suffix:µR/h', '_roentgens_per_hour', 1e-6, 0, 1e9),
  microgramsPerCubicMeter: unit('conμgm3', '_grams_per_cubic_meter', 1e-6, 0, 100_000),
  particlesPerDeciliter: unit('short', '_per_cubic_meter', 1e4, 0, 1e7),
  partsPerMillion: unit('ppm', '_parts_per_million', 1, 0, 1e6),
  partsPerBillion: unit('conppb', '_parts_per_billion', 1, 0, 1e9),
  dBm: unit('dBm', '_dbm', 1, -200, 60),
  seconds: unit('s', '_seconds', 1, 0, UINT32_MAX),
  minutes: unit('m', '_seconds', 60, 0, UINT32_MAX),
  bytes: unit('bytes', '_bytes', 1, 0, 2 ** 53),
  beatsPerMinute: unit('cpm', '_beats_per_minute', 1, 1, 300),
  number: unit('short', '', 1, 0, UINT32_MAX),
  index: unit('none', '', 1, 0, 1000),
} as const;

type Options = Partial<Pick<CatalogRow, 'kind' | 'min' | 'max' | 'personal' | 'wire' | 'derived' | 'scale'>> & {
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

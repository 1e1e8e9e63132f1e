import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Telemetry } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import type { CatalogRow } from '../../../src/decode/catalog/row.js';
import { catalogRows, metricCatalog } from '../../../src/decode/telemetry-catalog.js';
import { telemetryVariants } from '../../../src/decode/ports/telemetry.js';
import { createDecoder } from '../../../src/decode/decode.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import { dataEnvelope, rawMessage } from '../../helpers/envelopes.js';

/** Words and long-deprecated lists: no numbers to sample. */
const notNumbers = new Set(['host.user_string', 'environment.one_wire_temperature']);

const descriptorFields = Telemetry.TelemetrySchema.fields.flatMap((variant) =>
  (variant.message?.fields ?? []).map((field) => ({
    variant: telemetryVariants[variant.number] ?? `variant_${variant.number}`,
    field: field.name.toLowerCase(),
    number: field.number,
  })),
);

describe('the metric catalog', () => {
  it.each(descriptorFields.filter(({ variant, field }) => !notNumbers.has(`${variant}.${field}`)))(
    'has a row for $variant $field of the installed protobufs',
    ({ variant, field, number }) => {
      const row = catalogRows.find((r) => r.metric === `${variant}_${field}`);
      expect(row).toMatchObject({ variant, field });
      // A field that was known before the package knew it must have had the right number.
      if (row?.wire) expect(row.wire.no).toBe(number);
    },
  );

  /** Other variants are read by a port decoder of their own; their fixtures show that the fields exist. */
  const telemetryRows = catalogRows.filter(({ variant }) =>
    Object.values(telemetryVariants).some((v) => v === variant),
  );
  const known = new Set(descriptorFields.map(({ variant, field }) => `${variant}_${field}`));

  it('has no row without a field on the wire, unless the row is marked as derived', () => {
    const orphans = telemetryRows.filter((row) => !known.has(row.metric) && row.wire === undefined);
    expect(orphans.filter(({ derived }) => derived !== true).map(({ metric }) => metric)).toEqual([]);
  });

  it('gives no field a number on the wire that another field has', () => {
    const taken = new Map(descriptorFields.map(({ variant, field, number }) => [`${variant} ${number}`, field]));
    const conflicts = telemetryRows.flatMap(({ variant, field, wire }) => {
      if (wire === undefined) return [];
      const key = `${variant} ${wire.no}`;
      const owner = taken.get(key) ?? field;
      taken.set(key, owner);
      return owner === field ? [] : [`${variant}_${field}: field ${wire.no} is ${owner}`];
    });
    expect(conflicts).toEqual([]);
  });

  it('names metrics and Prometheus series once', () => {
    expect(new Set(metricCatalog.map((m) => m.metric)).size).toBe(metricCatalog.length);
    expect(new Set(metricCatalog.map((m) => m.prometheus.name)).size).toBe(metricCatalog.length);
  });

  it.each([
    ['device_battery_level', 'percent', 'meshtastic_device_battery_level_ratio', 0.01],
    ['environment_temperature', 'celsius', 'meshtastic_environment_temperature_celsius', 1],
    ['environment_barometric_pressure', 'pressurehpa', 'meshtastic_environment_barometric_pressure_pascals', 100],
    ['environment_current', 'mamp', 'meshtastic_environment_current_amperes', 0.001],
    ['environment_lux', 'lux', 'meshtastic_environment_lux', 1],
    ['environment_lightning_distance_km', 'lengthkm', 'meshtastic_environment_lightning_distance_meters', 1000],
    ['local_stats_num_packets_rx', 'locale', 'meshtastic_local_stats_packets_rx_total', 1],
    ['local_stats_num_online_nodes', 'locale', 'meshtastic_local_stats_online_nodes', 1],
    ['local_stats_uptime_seconds', 's', 'meshtastic_local_stats_uptime_seconds', 1],
    ['host_freemem_bytes', 'bytes', 'meshtastic_host_freemem_bytes', 1],
    ['power_ch1_voltage', 'volt', 'meshtastic_power_ch1_voltage_volts', 1],
    ['air_quality_pm25_standard', 'conμgm3', 'meshtastic_air_quality_pm25_standard_grams_per_cubic_meter', 1e-6],
    ['store_forward_messages_total', 'locale', 'meshtastic_store_forward_messages_total', 1],
    ['store_forward_return_window', 'm', 'meshtastic_store_forward_return_window_seconds', 60],
  ])('%s is shown in %s and exported as %s', (metric, unit, name, factor) => {
    expect(metricCatalog.find((m) => m.metric === metric)).toMatchObject({ unit, prometheus: { name, factor } });
  });

  it('keeps to the naming rules of Prometheus', () => {
    for (const { prometheus, kind, metric } of metricCatalog) {
      expect(prometheus.name).toMatch(/^meshtastic_[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
      expect([metric, prometheus.name.endsWith('_total')]).toEqual([metric, kind === 'counter']);
      expect(prometheus.name).not.toMatch(
        /_(?:count|sum|bucket|info|gauge|counter|km|mm|ms|mv|ma|percent|celcius|hpa)$/,
      );
      expect(prometheus.factor).toBeGreaterThan(0);
    }
  });

  it('uses unit ids Grafana has', () => {
    const grafana = new Set(
      'none short locale percent humidity dBm degree ppm conppb conμgm3 bytes volt mamp kohm lux masskg lengthm lengthmm lengthkm pressurehpa celsius s m cpm velocityms'.split(
        ' ',
      ),
    );
    const unknown = metricCatalog.filter(({ unit }) => !grafana.has(unit) && !unit.startsWith('suffix:'));
    expect(unknown.map(({ metric }) => metric)).toEqual([]);
  });

  it('says something about every metric', () => {
    for (const { title, description, min, max } of metricCatalog) {
      expect(title).toMatch(/\S/);
      expect(description).toMatch(/\S{2}/);
      if (min !== undefined && max !== undefined) expect(min).toBeLessThan(max);
    }
  });

  it('marks the measurements of people', () => {
    expect(metricCatalog.filter((m) => m.personal).map((m) => m.metric)).toEqual([
      'health_heart_bpm',
      'health_spo2',
      'health_temperature',
    ]);
  });

  it('takes one row to read a new field', () => {
    const row: CatalogRow = {
      metric: 'environment_moonlight',
      variant: 'environment',
      title: 'Moonlight',
      description: 'Light of the moon',
      unit: 'lux',
      kind: 'gauge',
      field: 'moonlight',
      wire: { no: 60, type: 'float' },
      prometheus: { name: 'meshtastic_environment_moonlight_lux', factor: 1 },
    };
    const decoder = createDecoder({ keyring: createKeyring([]), catalog: [...catalogRows, row] });
    const metrics = new BinaryWriter().tag(1, WireType.Bit32).float(1).tag(60, WireType.Bit32).float(0.25).finish();
    const payload = new BinaryWriter().tag(3, WireType.LengthDelimited).bytes(metrics).finish();
    const result = decoder.decode(rawMessage(dataEnvelope(67, payload)));
    expect(result).toMatchObject({
      events: [
        {
          samples: [
            { metric: 'environment_temperature', value: 1 },
            { metric: 'environment_moonlight', value: 0.25 },
          ],
        },
      ],
    });
  });
});

/** Converts fields on the wire to samples of the catalog. */
import type { DescMessage, Message } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { MetricDefinition, MetricSample } from '../model.js';
import type { CatalogRow } from './catalog/row.js';
import { cleanDeviceReadings } from './sanitize.js';

export type Readings = ReadonlyMap<string, number>;
export type Variant = MetricDefinition['variant'];

export interface SampleReader {
  /** Samples of the readings that have a row and lie within its limits. Personal ones only when they may be stored. */
  samples(variant: Variant, readings: Readings): readonly MetricSample[];
  /** Every measured number of a message; fields newer than the descriptor are found by their number. */
  readings(variant: Variant, schema: DescMessage | undefined, message: Message): Readings;
}

export function createSampleReader(catalog: readonly CatalogRow[], storePersonal: boolean): SampleReader {
  const rowsByVariant = new Map<Variant, readonly CatalogRow[]>();
  for (const row of catalog) rowsByVariant.set(row.variant, [...(rowsByVariant.get(row.variant) ?? []), row]);
  const rowsOf = (variant: Variant): readonly CatalogRow[] => rowsByVariant.get(variant) ?? [];

  return {
    samples(variant, readings) {
      const cleaned = variant === 'device' ? cleanDeviceReadings(readings) : readings;
      return rowsOf(variant).flatMap((row) => {
        const raw = cleaned.get(row.field);
        if (raw === undefined || (row.personal === true && !storePersonal)) return [];
        const value = row.scale === undefined ? raw : raw * row.scale;
        return isWithin(value, row) ? [{ metric: row.metric, value }] : [];
      });
    },
    readings: (variant, schema, message) =>
      new Map([...knownFields(schema, message), ...newerFields(rowsOf(variant), message)]),
  };
}

function isWithin(value: number, { min = -Infinity, max = Infinity }: CatalogRow): boolean {
  return Number.isFinite(value) && value >= min && value <= max;
}

function knownFields(schema: DescMessage | undefined, message: Message): [string, number][] {
  const values = message as Message & Readonly<Record<string, unknown>>;
  return (schema?.fields ?? []).flatMap((field): [string, number][] => {
    const value = values[field.localName];
    const name = field.name.toLowerCase();
    if (typeof value === 'number') return [[name, value]];
    if (typeof value === 'bigint' || typeof value === 'boolean') return [[name, Number(value)]];
    return [];
  });
}

function newerFields(rows: readonly CatalogRow[], message: Message): [string, number][] {
  return (message.$unknown ?? []).flatMap(({ no, wireType, data }): [string, number][] => {
    const row = rows.find((r) => r.wire?.no === no);
    if (row?.wire?.type === 'float' && wireType === WireType.Bit32)
      return [[row.field, new BinaryReader(data).float()]];
    if (row?.wire?.type === 'uint32' && wireType === WireType.Varint)
      return [[row.field, new BinaryReader(data).uint32()]];
    return [];
  });
}

/** Converts fields on the wire to samples of the catalog. */
import type { DescMessage, Message } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Measurements, MetricDefinition, MetricSample, UnknownMetric } from '../model.js';
import type { CatalogRow } from './catalog/row.js';
import { shapeOf, type MessageShape } from './message-shape.js';
import { newerFieldsOf } from './newer-fields.js';
import { judgeReading, type ProblemReport } from './readings.js';
import { cleanDeviceReadings, unmeasuredDeviceReadings } from './sanitize.js';

export type Readings = ReadonlyMap<string, number>;
export type Variant = MetricDefinition['variant'];

export interface SampleReader {
  /**
   * Samples of the readings that have a row, and the metrics that are unknown now. Personal ones only when they may be
   * stored. Readings outside their limits are reported.
   */
  samples(variant: Variant, readings: Readings, report: ProblemReport): Measurements;
  /** Every stated number of a message; fields newer than the descriptor are found by their number. */
  readings(variant: Variant, schema: DescMessage | undefined, message: Message): Readings;
  /** Fields of the variant that the installed protobufs may not know. */
  newerFields(variant: Variant): readonly CatalogRow[];
  /** Every field a message can have, those of the catalog included. */
  shapeOf(schema: DescMessage): MessageShape;
}

export function createSampleReader(catalog: readonly CatalogRow[], storePersonal: boolean): SampleReader {
  const rowsByVariant = new Map<Variant, readonly CatalogRow[]>();
  for (const row of catalog) rowsByVariant.set(row.variant, [...(rowsByVariant.get(row.variant) ?? []), row]);
  const rowsOf = (variant: Variant): readonly CatalogRow[] => rowsByVariant.get(variant) ?? [];
  const newer = newerFieldsOf(catalog);
  const shapes = new Map<DescMessage, MessageShape>();
  const newerFields = (variant: Variant) => rowsOf(variant).filter(({ wire }) => wire !== undefined);

  return {
    samples(variant, readings, report) {
      const isDevice = variant === 'device';
      const stated = isDevice ? cleanDeviceReadings(readings) : readings;
      const unmeasured = isDevice ? unmeasuredDeviceReadings(readings) : new Set<string>();
      const samples: MetricSample[] = [];
      const unknown: UnknownMetric[] = [];
      for (const row of rowsOf(variant)) {
        const { metric, field, personal = false } = row;
        if (personal && !storePersonal) continue;
        if (unmeasured.has(field)) unknown.push({ metric, reason: 'not_measured' });
        const reported = stated.get(field);
        if (reported === undefined || (reported === 0 && row.zero === 'absent')) continue;
        const { value, fault } = judge(reported, row);
        if (fault !== null)
          report.problem({
            metric,
            fault,
            reported: personal || !Number.isFinite(reported) ? null : scaled(reported, row),
          });
        if (value === null) unknown.push({ metric, reason: 'implausible' });
        else samples.push({ metric, value });
      }
      return unknown.length === 0 ? { samples } : { samples, unknown };
    },
    readings: (variant, schema, message) =>
      new Map([
        ...listedValues(newerFields(variant), message),
        ...knownFields(schema, message),
        ...newerValues(newerFields(variant), message),
      ]),
    newerFields,
    shapeOf(schema) {
      const shape = shapes.get(schema) ?? shapeOf(schema, newer);
      shapes.set(schema, shape);
      return shape;
    },
  };
}

const scaled = (value: number, { scale }: CatalogRow) => (scale === undefined ? value : value * scale);

function judge(reported: number, row: CatalogRow): ReturnType<typeof judgeReading> {
  if (reported === 0 && row.zero === 'failure') return { value: null, fault: 'below_range' };
  return judgeReading(scaled(reported, row), row);
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

/** Floats of the lists that older firmware sends; each place is a metric. */
function listedValues(rows: readonly CatalogRow[], message: Message): [string, number][] {
  return rows.flatMap(({ field, listed }): [string, number][] => {
    if (listed === undefined) return [];
    const value = floatsOf(message, listed.no)[listed.index];
    return value === undefined ? [] : [[field, value]];
  });
}

/** A repeated float, packed or not. */
function floatsOf(message: Message, no: number): number[] {
  return (message.$unknown ?? [])
    .filter((unknown) => unknown.no === no)
    .flatMap(({ wireType, data }) => {
      const reader = new BinaryReader(data);
      if (wireType === WireType.Bit32) return [reader.float()];
      if (wireType !== WireType.LengthDelimited) return [];
      const bytes = reader.bytes();
      const packed = new BinaryReader(bytes);
      return Array.from({ length: Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT) }, () => packed.float());
    });
}

function newerValues(rows: readonly CatalogRow[], message: Message): [string, number][] {
  return (message.$unknown ?? []).flatMap(({ no, wireType, data }): [string, number][] => {
    const row = rows.find((r) => r.wire?.no === no);
    if (row?.wire?.type === 'float' && wireType === WireType.Bit32)
      return [[row.field, new BinaryReader(data).float()]];
    if (row?.wire?.type === 'uint32' && wireType === WireType.Varint)
      return [[row.field, new BinaryReader(data).uint32()]];
    return [];
  });
}

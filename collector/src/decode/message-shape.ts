/** Compares bytes on the wire with what a message can contain. */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

interface FieldShape {
  readonly wireTypes: readonly WireType[];
  /** Of a sub-message. */
  readonly message?: MessageShape;
}
/** Fields of a message by number. */
export type MessageShape = ReadonlyMap<number, FieldShape>;

export interface WireComparison {
  /** There are fields the message does not have; a newer or another firmware. */
  readonly unknown: boolean;
  /** A field has another type than the message prescribes: the bytes are something else. */
  readonly mistyped: boolean;
}

/** Fields that the installed protobufs may not know, by type name. */
export type NewerFields = Readonly<Record<string, MessageShape>>;

const { Varint, Bit32, Bit64, LengthDelimited } = WireType;
const wireTypeOfScalar: Readonly<Partial<Record<ScalarType, WireType>>> = {
  [ScalarType.FLOAT]: Bit32,
  [ScalarType.FIXED32]: Bit32,
  [ScalarType.SFIXED32]: Bit32,
  [ScalarType.DOUBLE]: Bit64,
  [ScalarType.FIXED64]: Bit64,
  [ScalarType.SFIXED64]: Bit64,
  [ScalarType.STRING]: LengthDelimited,
  [ScalarType.BYTES]: LengthDelimited,
};

export const shapeOfFields = (...fields: readonly (readonly [no: number, ...wireTypes: WireType[]])[]): MessageShape =>
  new Map(fields.map(([no, ...wireTypes]) => [no, { wireTypes }]));

function fieldShape(field: DescField, newer: NewerFields): FieldShape {
  if (field.fieldKind === 'map') return { wireTypes: [LengthDelimited] };
  if (field.message !== undefined) return { wireTypes: [LengthDelimited], message: shapeOf(field.message, newer) };
  const own = field.scalar === undefined ? Varint : (wireTypeOfScalar[field.scalar] ?? Varint);
  // Lists of numbers may be packed or not, whatever the schema says.
  return { wireTypes: field.fieldKind === 'list' ? [own, LengthDelimited] : [own] };
}

/** The fields of a message, those of newer firmware included. Meshtastic's messages do not contain themselves. */
export function shapeOf(schema: DescMessage, newer: NewerFields = {}): MessageShape {
  return new Map([
    ...(newer[schema.typeName] ?? new Map<number, FieldShape>()),
    ...schema.fields.map((field) => [field.number, fieldShape(field, newer)] as const),
  ]);
}

/** @throws Error when the bytes are no protobuf. */
export function compareWithShape(bytes: Uint8Array, shape: MessageShape): WireComparison {
  const reader = new BinaryReader(bytes);
  let unknown = false;
  let mistyped = false;
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    const field = shape.get(no);
    if (field === undefined) unknown = true;
    else if (!field.wireTypes.includes(wireType)) mistyped = true;
    if (field?.message !== undefined && wireType === LengthDelimited) {
      const inner = compareWithShape(reader.bytes(), field.message);
      unknown ||= inner.unknown;
      mistyped ||= inner.mistyped;
    } else {
      reader.skip(wireType, no);
    }
  }
  return { unknown, mistyped };
}

/** The message without a field, which is named by its number and those of the sub-messages around it. */
export function withoutField(bytes: Uint8Array, [first, ...rest]: readonly [number, ...number[]]): Uint8Array {
  const reader = new BinaryReader(bytes);
  const writer = new BinaryWriter();
  const [next, ...further] = rest;
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [no, wireType] = reader.tag();
    const isOnPath = no === first;
    if (isOnPath && next !== undefined && wireType === LengthDelimited) {
      writer.tag(no, wireType).bytes(withoutField(reader.bytes(), [next, ...further]));
    } else {
      reader.skip(wireType, no);
      if (!isOnPath) writer.raw(bytes.subarray(start, reader.pos));
    }
  }
  return writer.finish();
}

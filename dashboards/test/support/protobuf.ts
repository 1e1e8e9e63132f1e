/** As much of the protobuf wire format as Meshtastic's messages in these tests need. */
type Field = readonly [number: number, bytes: Buffer];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

const tagged = (field: number, wireType: number, ...parts: readonly Buffer[]): Field => [
  field,
  Buffer.concat([varint((field << 3) | wireType), ...parts]),
];

export const uint32 = (field: number, value: number): Field => tagged(field, 0, varint(value));

export function fixed32(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return tagged(field, 5, bytes);
}

export function float(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return tagged(field, 5, bytes);
}

/** Bytes, text and messages look the same. */
export function bytes(field: number, value: Uint8Array | string): Field {
  const content = Buffer.from(value);
  return tagged(field, 2, varint(content.length), content);
}

export const message = (...fields: readonly Field[]): Buffer => Buffer.concat(fields.map(([, encoded]) => encoded));

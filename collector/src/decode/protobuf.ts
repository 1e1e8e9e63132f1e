import { fromBinary, ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage, MessageShape } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';

/** The bytes are not a message of the expected type. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

// `ignoreBOM`: a leading U+FEFF is text, as it is for the protobuf library.
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Text of bytes that claim to be UTF-8; broken sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return lenientUtf8.decode(bytes);
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Parses one message. A string with broken UTF-8 (a short name cut inside an emoji is the usual case) costs that
 * string its broken part, not the whole message.
 * @throws UndecodableError when the bytes are no such message.
 */
export function readMessage<S extends DescMessage>(schema: S, bytes: Uint8Array): MessageShape<S> {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    if (!isEncodingError(error)) throw undecodable(schema, error);
  }
  // The library rejects the whole message for one broken string, and its way to configure that is deprecated and
  // global. So the strings are repaired on the wire and the result is parsed again.
  try {
    return fromBinary(schema, repairStrings(schema, bytes));
  } catch (error) {
    throw undecodable(schema, error);
  }
}

function isEncodingError(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  );
}

function undecodable(schema: DescMessage, error: unknown): UndecodableError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UndecodableError(`not a ${schema.typeName}: ${reason}`, { cause: error });
}

function isString(field: DescField): boolean {
  return field.scalar === ScalarType.STRING && (field.fieldKind === 'scalar' || field.fieldKind === 'list');
}

/** Rewrites the message with every string valid UTF-8; everything else stays byte for byte. Sub-messages included. */
function repairStrings(schema: DescMessage, bytes: Uint8Array): Uint8Array {
  const reader = new BinaryReader(bytes);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    const field = schema.fields.find((f) => f.number === no);
    writer.tag(no, wireType);
    if (field && isString(field)) {
      writer.string(lenientUtf8.decode(reader.bytes()));
    } else if (field?.message && field.fieldKind !== 'map') {
      writer.bytes(repairStrings(field.message, reader.bytes()));
    } else {
      writer.raw(reader.skip(wireType, no));
    }
  }
  return writer.finish();
}

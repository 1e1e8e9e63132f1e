/**
 * Writes TypeScript declarations for the part of `@meshtastic/protobufs` we use, from the descriptors it carries.
 * 2.7.18 ships no usable types: package.json names a file that is not there, and the file that is there does not export
 * what it should.
 */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage, DescOneof } from '@bufbuild/protobuf';
import * as protobufs from '@meshtastic/protobufs';

const roots = [
  'meshtastic.ServiceEnvelope',
  'meshtastic.MapReport',
  'meshtastic.Position',
  'meshtastic.User',
  'meshtastic.Routing',
  'meshtastic.RouteDiscovery',
  'meshtastic.NeighborInfo',
  'meshtastic.NodeInfo',
  'meshtastic.Waypoint',
  'meshtastic.StatusMessage',
  'meshtastic.Telemetry',
  'meshtastic.Paxcount',
  'meshtastic.StoreAndForward',
  'meshtastic.PortNum',
];

/** FeatureSet.FieldPresence of `optional` fields. */
const EXPLICIT = 1;

type Desc = DescMessage | DescEnum;

function allDescriptors(): Map<string, { namespace: string; desc: Desc }> {
  const found = new Map<string, { namespace: string; desc: Desc }>();
  for (const [namespace, exports] of Object.entries(protobufs as Record<string, Record<string, unknown>>)) {
    for (const value of Object.values(exports)) {
      if (typeof value !== 'object' || value === null || !('kind' in value)) continue;
      if (value.kind === 'message' || value.kind === 'enum') {
        const desc = value as Desc;
        found.set(desc.typeName, { namespace, desc });
      }
    }
  }
  return found;
}

const localName = (desc: Desc): string => desc.typeName.replace(/^meshtastic\./, '').replaceAll('.', '_');

function referenced(field: DescField): Desc | undefined {
  return field.message ?? field.enum;
}

function scalarType(scalar: ScalarType): string {
  switch (scalar) {
    case ScalarType.STRING:
      return 'string';
    case ScalarType.BOOL:
      return 'boolean';
    case ScalarType.BYTES:
      return 'Uint8Array';
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 'bigint';
    default:
      return 'number';
  }
}

export function protobufDeclarations(): string {
  const known = allDescriptors();
  const wanted = new Map<string, { namespace: string; desc: Desc }>();
  const want = (typeName: string): void => {
    const entry = known.get(typeName);
    if (!entry) throw new Error(`${typeName} is not in @meshtastic/protobufs`);
    if (wanted.has(typeName)) return;
    wanted.set(typeName, entry);
    if (entry.desc.kind !== 'message') return;
    for (const field of entry.desc.fields) {
      const desc = referenced(field);
      if (desc) want(desc.typeName);
    }
  };
  roots.forEach(want);

  const typeOf = (field: DescField): string => {
    const { message } = field;
    // Enums are open: any number arrives, so a field of an enum is a number.
    const scalar = field.enum ? ScalarType.INT32 : (field.scalar ?? ScalarType.INT32);
    const one = message
      ? `${wanted.get(message.typeName)?.namespace ?? '?'}.${localName(message)}`
      : scalarType(scalar);
    return field.fieldKind === 'list' ? `${one}[]` : one;
  };
  const member = (entry: DescField | DescOneof): string => {
    if (entry.kind === 'oneof') {
      const cases = entry.fields.map((f) => `{ case: '${f.localName}'; value: ${typeOf(f)} }`);
      return `      ${entry.localName}: ${[...cases, '{ case: undefined; value?: undefined }'].join(' | ')};`;
    }
    const presence: number = entry.presence;
    const optional = entry.fieldKind === 'message' || (entry.fieldKind === 'scalar' && presence === EXPLICIT);
    return `      ${entry.localName}${optional ? '?' : ''}: ${typeOf(entry)};`;
  };
  const declaration = (desc: Desc): string => {
    const name = localName(desc);
    if (desc.kind === 'enum') {
      const values = desc.values.map((v) => `      readonly ${v.localName}: ${v.number};`);
      return [
        `    type ${name} = number;`,
        `    const ${name}: {`,
        '      readonly [value: number]: string | undefined;',
        ...values,
        '    };',
        `    const ${name}Schema: DescEnum;`,
      ].join('\n');
    }
    const members = desc.members.map(member);
    return [
      `    type ${name} = Message<'${desc.typeName}'> & {`,
      ...members,
      '    };',
      `    const ${name}Schema: GenMessage<${name}>;`,
    ].join('\n');
  };

  const namespaces = [...new Set([...wanted.values()].map((e) => e.namespace))].sort();
  const blocks = namespaces.map((namespace) => {
    const items = [...wanted.values()].filter((e) => e.namespace === namespace).map((e) => declaration(e.desc));
    return [`  export namespace ${namespace} {`, ...items, '  }'].join('\n');
  });
  return [
    '/**',
    ' * Generated from the descriptors of `@meshtastic/protobufs`, which ships no usable types. Do not edit: run the test',
    ' * `protobuf-declarations` with UPDATE_DECLARATIONS=1 after an upgrade.',
    ' */',
    '/* eslint max-lines: off -- generated */',
    "declare module '@meshtastic/protobufs' {",
    "  import type { DescEnum, Message } from '@bufbuild/protobuf';",
    "  import type { GenMessage } from '@bufbuild/protobuf/codegenv1';",
    ...blocks,
    '}',
    '',
  ].join('\n');
}

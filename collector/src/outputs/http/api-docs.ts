import { requestErrors } from '../../errors.js';
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter, OpenApiResponse } from './openapi.js';

/** Renders `docs/http-api.md` from the OpenAPI document. Pure; the text is formatted as Prettier would. */
export function renderHttpApi(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: `${method.toUpperCase()} ${path}`, operation })),
  );
  const areas = document.tags.flatMap(({ name, description }) => [
    `## ${name}`,
    description,
    ...operations
      .filter(({ operation }) => operation.tags.includes(name))
      .flatMap(({ title, operation }) => renderOperation(title, operation)),
  ]);
  const schemas = Object.entries(document.components.schemas).flatMap(([name, schema]) => renderSchema(name, schema));
  return `${[
    '# HTTP API',
    '<!-- Generated from the route table; do not edit. -->',
    `${document.info.description} The same as a document for programs: \`GET /api/openapi.json\` (OpenAPI ${document.openapi}).`,
    'Example:',
    '```sh\ncurl -H "Authorization: Bearer $API_TOKEN" "http://localhost:8080/api/nodes?online=true&limit=10"\n```',
    ...areas,
    ...renderErrors(),
    '## Schemas',
    ...schemas,
  ].join('\n\n')}\n`;
}

function renderOperation(title: string, operation: OpenApiOperation): string[] {
  const body = operation.requestBody?.content['application/json']?.schema;
  return [
    `### ${title}`,
    `${operation.summary}.${operation.description === undefined ? '' : ` ${operation.description}`}`,
    ...(operation.security.length === 0 ? ['Needs no token.'] : []),
    ...(operation.parameters === undefined
      ? []
      : [table(['Parameter', 'Type', 'Meaning'], operation.parameters.map(parameterRow))]),
    ...(body === undefined ? [] : [`Body: ${typeOf(body)}`]),
    table(['Status', 'Answer', 'Meaning'], Object.entries(operation.responses).filter(isAnswer).map(responseRow)),
    `Errors: ${Object.entries(operation.responses)
      .filter((entry) => !isAnswer(entry))
      .map(([status]) => status)
      .join(', ')}`,
  ];
}

type Answer = readonly [status: string, response: OpenApiResponse];

const isAnswer = ([, { content }]: Answer): boolean =>
  textAt(content?.['application/json']?.schema ?? {}, '$ref') !== '#/components/schemas/Error';

/** Every error code with its status, from the table of errors. */
function renderErrors(): string[] {
  const rows = Object.entries(requestErrors)
    .filter(([, { status }]) => status !== 499) // its client has gone
    .map(([code, { status, when }]) => [String(status), `\`${code}\``, when])
    .sort(([a = ''], [b = '']) => Number(a) - Number(b));
  return [
    '## Errors',
    'The body of every error is `{"code": "...", "message": "..."}`: the code for programs, the message for people. 401 comes with `WWW-Authenticate`, 405 with `Allow`, 429 and 503 with `Retry-After` (seconds).',
    table(['Status', 'Code', 'When'], rows),
  ];
}

const parameterRow = ({ name, in: place, schema, description }: OpenApiParameter): string[] => [
  `\`${name}\`${place === 'path' ? ' (path)' : ''}`,
  typeOf(schema),
  description,
];

function responseRow([status, { content, description, headers }]: Answer): string[] {
  const types = Object.entries(content ?? {}).map(([type, { schema }]) =>
    type === 'application/json' ? typeOf(schema) : `\`${type}\``,
  );
  const named = Object.keys(headers ?? {}).map((name) => `\`${name}\``);
  return [
    status,
    types.join(' or '),
    named.length === 0 ? description : `${description} (headers: ${named.join(', ')})`,
  ];
}

function renderSchema(name: string, schema: object): string[] {
  const about = textAt(schema, 'description');
  const fields = fieldsOf(schema);
  const required = arrayAt(schema, 'required');
  const rows = fields.map(([field, value]) => [
    `\`${field}\`${required.includes(field) ? '' : ' (optional)'}`,
    typeOf(value),
    value instanceof Object ? (textAt(value, 'description') ?? '') : '',
  ]);
  return [
    `### ${name}`,
    ...(about === undefined ? [] : [`${about}.`]),
    ...(fields.length === 0 ? [`Type: ${typeOf(schema)}`] : [table(['Field', 'Type', 'Meaning'], rows)]),
  ];
}

/** A schema in one cell: names link to their section, objects list their fields. */
function typeOf(schema: unknown): string {
  if (!(schema instanceof Object)) return 'anything';
  const name = textAt(schema, '$ref')?.split('/').at(-1);
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`;
  const alternatives = arrayAt(schema, 'anyOf');
  if (alternatives.length > 0) return alternatives.map(typeOf).join(' or ');
  const values = arrayAt(schema, 'enum');
  if (values.length > 0) return values.map((value) => `\`${String(value)}\``).join(', ');
  if ('const' in schema) return `\`${String(schema.const)}\``;
  const types = 'type' in schema ? [schema.type].flat().map(String) : [];
  const text = types.map((type) => plainType(type, schema)).join(' or ');
  return `${text || 'anything'}${limitsOf(schema)}`;
}

function plainType(type: string, schema: object): string {
  if (type === 'array') return `list of ${'items' in schema ? typeOf(schema.items) : 'anything'}`;
  if (type !== 'object') return type;
  const fields = fieldsOf(schema);
  if (fields.length > 0) return `{ ${fields.map(([name, value]) => `\`${name}\`: ${typeOf(value)}`).join('; ')} }`;
  return 'additionalProperties' in schema ? `map of ${typeOf(schema.additionalProperties)}` : 'object';
}

function limitsOf(schema: object): string {
  const limits = [
    range(schema, 'minimum', 'maximum', ''),
    range(schema, 'minItems', 'maxItems', ' items'),
    range(schema, 'minLength', 'maxLength', ' characters'),
    'default' in schema ? `default \`${JSON.stringify(schema.default)}\`` : '',
  ].filter((text) => text !== '');
  return limits.length === 0 ? '' : ` (${limits.join(', ')})`;
}

function range(schema: object, lowest: string, highest: string, unit: string): string {
  const low = numberAt(schema, lowest);
  const high = numberAt(schema, highest);
  if (high !== undefined) return low === undefined ? `at most ${high}${unit}` : `${low} to ${high}${unit}`;
  return low === undefined ? '' : `at least ${low}${unit}`;
}

const at = (object: object, name: string): unknown => Object.getOwnPropertyDescriptor(object, name)?.value;
const textAt = (object: object, name: string) => pick(at(object, name), (value) => typeof value === 'string');
const numberAt = (object: object, name: string) => pick(at(object, name), (value) => typeof value === 'number');
const arrayAt = (object: object, name: string): unknown[] =>
  pick(at(object, name), (value): value is unknown[] => Array.isArray(value)) ?? [];
const fieldsOf = (schema: object): [string, unknown][] => Object.entries(objectAt(schema, 'properties'));
const objectAt = (object: object, name: string): object =>
  pick(at(object, name), (value) => value instanceof Object) ?? {};
const pick = <T>(value: unknown, is: (value: unknown) => value is T): T | undefined => (is(value) ? value : undefined);

/** A table with aligned columns, so that the committed file passes the format check. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((size, column) => (row[column] ?? '').padEnd(size)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`, ...rest.map(line)].join('\n');
}

import { z } from 'zod';
import { filterSchema, type Parameter } from './parameters.js';
import type { Route, RouteResponse } from './route.js';
import { apiSchemas, type SchemaName } from './schemas.js';

type Json = Record<string, unknown>;

export interface OpenApiOperation {
  readonly tags: readonly string[];
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: true; readonly content: OpenApiContent };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
  readonly security: readonly Json[];
}
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Json;
  readonly style?: 'form';
  readonly explode?: boolean;
}
export type OpenApiContent = Readonly<Record<string, { readonly schema: Json }>>;
export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Json;
  readonly content?: OpenApiContent;
}
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: Json;
  };
  readonly servers: readonly Json[];
  readonly security: readonly Json[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json };
}

const tagDescriptions: Readonly<Record<string, string>> = {
  Lists: 'Rows of the mesh, newest first, in pages. JSON, or CSV for `Accept: text/csv`.',
  Grafana: 'Queries of the Grafana data source.',
  Status: 'State of the collector.',
  Ingestion: 'Broker connections.',
  Probes: 'For orchestrators and Prometheus.',
};

const statusTexts: Readonly<Record<number, string>> = {
  400: 'A parameter or the body is not valid; the message names it, its value and what is allowed',
  401: 'No valid token',
  403: 'A page of a foreign origin, or without a configured token a request from another machine',
  404: 'Unknown',
  413: 'The body is larger than 256 KiB',
  414: 'The URL is longer than 2,048 bytes',
  415: 'The body is not uncompressed application/json',
  429: 'Too many requests in a minute; see Retry-After',
  500: 'A fault of the collector; its log has the details',
  503: 'Too busy, or the store cannot answer now; see Retry-After',
  504: 'It took too long; ask for less',
};

/** Routes → OpenAPI 3.1. Schemas come from the zod definitions that validate requests and type the answers. */
export function createOpenApi(routes: readonly Route[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = describeRoute(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mesh Observatory collector',
      version,
      description:
        'Times are Unix milliseconds of the collector’s clock unless a field says otherwise; node ids are `!` and eight hex ' +
        'digits. Errors are `{code, message}`. The token goes into the Authorization header; in a URL it is refused (400). ' +
        'The live stream is a WebSocket at `/api/ws`.',
      license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: Object.entries(tagDescriptions).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            '`Authorization: Bearer <API_TOKEN>`. Needed on every route but `/healthz` when a token is configured.',
        },
      },
    },
  };
}

function describeRoute(route: Route): OpenApiOperation {
  const parameters = [
    ...pathParameters(route.path),
    ...(route.parameters === 'ignored' ? [] : route.parameters.map(queryParameter)),
  ];
  return {
    tags: [route.tag],
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: reference(route.body) } } } }),
    responses: describeResponses(route),
    security: route.policy.auth === 'open' ? [] : [{ bearer: [] }],
  };
}

const reference = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` });

const pathParameters = (path: string): OpenApiParameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: 'Node id',
    schema: reference('NodeId'),
  }));

function queryParameter({ name, form, schema, description, allowed }: Parameter): OpenApiParameter {
  const isList = form === 'list' || form === 'integer-list';
  return {
    name,
    in: 'query',
    required: false,
    description: `${description} Allowed: ${allowed}.`,
    schema: documentedForms[form] ?? plainSchema(schema),
    ...(isList ? { style: 'form', explode: true } : {}),
  };
}

/** Parameters whose text in the URL has another schema than their value. */
const documentedForms: Readonly<Partial<Record<Parameter['form'], Json>>> = {
  bounds: { type: 'string', examples: ['5.9,45.8,10.5,47.8'] },
  time: { anyOf: [{ ...plainSchema(filterSchema.shape.from) }, { type: 'string', format: 'date-time' }] },
};

/** Error statuses of every route of this kind. */
function errorStatuses({ policy, body, errors }: Route): number[] {
  return [
    400,
    414,
    500,
    ...(policy.auth === 'token' ? [401, 403] : []),
    ...(policy.rate !== 'free' ? [429] : []),
    ...(policy.auth === 'open' ? [] : [503, 504]),
    ...(body === undefined ? [] : [413, 415]),
    ...(errors ?? []),
  ];
}

function describeResponses(route: Route): Record<string, OpenApiResponse> {
  const responses: Record<string, OpenApiResponse> = {};
  for (const response of route.responses) responses[response.status] = describeAnswer(response);
  for (const status of new Set(errorStatuses(route))) {
    if (status in responses) continue;
    responses[status] = {
      description: statusTexts[status] ?? 'Error',
      ...(status === 401 ? { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } } : {}),
      ...(status === 429 || status === 503
        ? { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }
        : {}),
      content: { 'application/json': { schema: reference('Error') } },
    };
  }
  return responses;
}

function describeAnswer({ description, schema, text }: RouteResponse): OpenApiResponse {
  const headers = Object.entries(text?.headers ?? {}).map(([name, about]) => [
    name,
    { description: about, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) as Json }),
    content: {
      ...(schema === undefined ? {} : { 'application/json': { schema: reference(schema) } }),
      ...(text === undefined ? {} : { [text.contentType]: { schema: { type: 'string' } } }),
    },
  };
}

function componentSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(apiSchemas)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override: tidy,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, withoutKeys(schema, ['$schema', '$id'])]),
  );
}

function plainSchema(schema: z.ZodType): Json {
  return withoutKeys(z.toJSONSchema(schema, { io: 'input', override: tidy }), ['$schema']);
}

/** Removes the bounds zod gives every integer, those of an exact double: they do not help a reader. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

function withoutKeys(schema: object, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

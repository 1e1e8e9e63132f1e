import { z } from 'zod';
import { eventKindNames } from '@mesh-observatory/contract/event-kinds';
import { listFilterKeys } from '@mesh-observatory/contract/filters';
import { linkKindNames } from '@mesh-observatory/contract/link-kinds';
import {
  boundsSchema,
  messageSchema,
  nodeIdSchema,
  tracerouteSchema,
  type ListFilter,
  type ResourceName,
} from '@mesh-observatory/contract/resources';

export type FilterKey = keyof ListFilter;

/** Form of a parameter in the URL: a `list` may be repeated or comma separated, all others are given once. */
export type ParameterForm = 'list' | 'integer-list' | 'integer' | 'boolean' | 'text' | 'time' | 'bounds';

export interface Parameter {
  /** Name in the URL. */
  readonly name: string;
  readonly key: FilterKey;
  readonly form: ParameterForm;
  readonly schema: z.ZodType;
  readonly description: string;
  /** Allowed values, for error messages and documentation. */
  readonly allowed: string;
}

export const PAGE_LIMIT = { default: 100, max: 1000 } as const;
const LIST_MAX = 100;
/** 9999-12-31: later times are mistakes of unit. */
const LATEST_MILLIS = 253_402_300_799_999;

const nodeIds = z.array(nodeIdSchema).min(1).max(LIST_MAX);
const names = z.array(z.string().min(1).max(64)).min(1).max(LIST_MAX);
const millis = z.number().int().min(0).max(LATEST_MILLIS);
const listNote = `; at most ${LIST_MAX}, comma separated or repeated`;

/** Filters of all lists. */
export const filterSchema = z.object({
  nodeIds: nodeIds.exactOptional(),
  gatewayIds: nodeIds.exactOptional(),
  channels: names.exactOptional(),
  portnums: z.array(z.number().int().min(0).max(511)).min(1).max(LIST_MAX).exactOptional(),
  metrics: z
    .array(z.string().regex(/^(?=.{1,100}$)[a-z][a-z0-9]*(_[a-z0-9]+)+$/))
    .min(1)
    .max(LIST_MAX)
    .exactOptional(),
  roles: z
    .array(z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/))
    .min(1)
    .max(LIST_MAX)
    .exactOptional(),
  kinds: names.exactOptional(),
  bounds: boundsSchema.refine(({ south, north }) => south <= north).exactOptional(),
  search: z.string().min(1).max(200).exactOptional(),
  online: z.boolean().exactOptional(),
  from: millis.exactOptional(),
  to: millis.exactOptional(),
  limit: z.number().int().min(1).max(PAGE_LIMIT.max).meta({ default: PAGE_LIMIT.default }).exactOptional(),
  cursor: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/)
    .exactOptional(),
} satisfies Record<FilterKey, z.ZodType>);

const parameters: Record<Exclude<FilterKey, 'kinds'>, Omit<Parameter, 'key' | 'schema'>> = {
  nodeIds: {
    name: 'nodeId',
    form: 'list',
    description: 'Nodes; for things with two ends, either end.',
    allowed: `node ids such as !a1b2c3d4${listNote}`,
  },
  gatewayIds: {
    name: 'gatewayId',
    form: 'list',
    description: 'Gateways that heard it.',
    allowed: `node ids of gateways such as !a1b2c3d4${listNote}`,
  },
  channels: {
    name: 'channel',
    form: 'list',
    description: 'Channel names. A comma that is part of a name is written `\\,`.',
    allowed: `channel names of 1 to 64 characters${listNote}`,
  },
  portnums: {
    name: 'portnum',
    form: 'integer-list',
    description: "Meshtastic's port numbers, e.g. 1 = text message, 3 = position, 67 = telemetry.",
    allowed: `port numbers from 0 to 511${listNote}`,
  },
  metrics: {
    name: 'metric',
    form: 'list',
    description: 'Metrics of `/api/catalog`.',
    allowed: `metric names such as device_battery_level${listNote}`,
  },
  roles: {
    name: 'role',
    form: 'list',
    description: "Meshtastic's device roles, e.g. `ROUTER`.",
    allowed: `role names such as ROUTER${listNote}`,
  },
  bounds: {
    name: 'bounds',
    form: 'bounds',
    description: 'Area in degrees, `west,south,east,north`. `west > east` crosses the date line.',
    allowed: 'west,south,east,north in degrees (-180 to 180, -90 to 90), south not above north',
  },
  search: {
    name: 'search',
    form: 'text',
    description: 'Part of a name, an id or a text; case does not matter.',
    allowed: 'a text of 1 to 200 characters',
  },
  online: {
    name: 'online',
    form: 'boolean',
    description: 'Only what is online (`true`) or offline (`false`).',
    allowed: 'true or false',
  },
  from: {
    name: 'from',
    form: 'time',
    description: 'Start of the time range, inclusive.',
    allowed: 'Unix milliseconds, or a time with zone such as 2026-01-31T12:00:00Z',
  },
  to: {
    name: 'to',
    form: 'time',
    description: 'End of the time range, exclusive.',
    allowed: 'Unix milliseconds, or a time with zone such as 2026-01-31T12:00:00Z',
  },
  limit: {
    name: 'limit',
    form: 'integer',
    description: 'Rows per page.',
    allowed: `an integer from 1 to ${PAGE_LIMIT.max}`,
  },
  cursor: {
    name: 'cursor',
    form: 'text',
    description: 'Opaque; `nextCursor` of the page before, with the same filters.',
    allowed: 'nextCursor of the page before, unchanged',
  },
};

/** Values of `kind`, which differ by list. */
const kinds: Partial<Record<ResourceName, z.ZodEnum>> = {
  messages: messageSchema.shape.kind,
  traceroutes: tracerouteSchema.shape.kind,
  links: z.enum(linkKindNames),
  events: z.enum(eventKindNames),
};

function kindParameter(resource: ResourceName): Parameter {
  const kind = kinds[resource];
  if (kind === undefined)
    throw new Error(`listFilterKeys gives ${resource} the filter "kinds", but its schema has no kinds`);
  return {
    name: 'kind',
    key: 'kinds',
    form: 'list',
    schema: z.array(kind).min(1).max(LIST_MAX),
    description: 'Kinds.',
    allowed: `${kind.options.join(', ')}; comma separated or repeated`,
  };
}

/** The parameters of a list, in the order of `listFilterKeys`. */
export function listParameters(resource: ResourceName): readonly Parameter[] {
  return listFilterKeys[resource].map((key) =>
    key === 'kinds' ? kindParameter(resource) : { key, schema: filterSchema.shape[key], ...parameters[key] },
  );
}

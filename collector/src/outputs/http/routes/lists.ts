import type { ListFilter, ResourceName } from '@mesh-observatory/contract/resources';
import { renderCsv } from '../csv.js';
import { boundRange, RAW_RANGE_DAYS } from '../list-filter.js';
import { listParameters, PAGE_LIMIT } from '../parameters.js';
import { readsStore, type ApiRequest, type Reply, type Route, type RouteParts } from '../route.js';
import type { SchemaName } from '../schemas.js';

interface ListRoute {
  readonly resource: ResourceName;
  readonly page: SchemaName;
  readonly summary: string;
  readonly description?: string;
  /** Set for resources with one row per packet or sample. */
  readonly maxRangeDays?: number;
}

const rangeNote = `A request covers at most ${RAW_RANGE_DAYS} days; for more use \`POST /api/query\`, which aggregates.`;

const lists: readonly ListRoute[] = [
  { resource: 'nodes', page: 'NodePage', summary: 'Nodes with their latest state' },
  {
    resource: 'positions',
    page: 'PositionPage',
    summary: 'Positions',
    description: rangeNote,
    maxRangeDays: RAW_RANGE_DAYS,
  },
  {
    resource: 'telemetry',
    page: 'TelemetryPage',
    summary: 'Telemetry samples',
    description: rangeNote,
    maxRangeDays: RAW_RANGE_DAYS,
  },
  { resource: 'messages', page: 'MessagePage', summary: 'Text messages, alerts and texts of sensors' },
  {
    resource: 'packets',
    page: 'PacketPage',
    summary: 'Packets with every reception',
    description: rangeNote,
    maxRangeDays: RAW_RANGE_DAYS,
  },
  { resource: 'traceroutes', page: 'TraceroutePage', summary: 'Traceroutes' },
  { resource: 'links', page: 'LinkPage', summary: 'Radio links: which node heard which' },
  { resource: 'gateways', page: 'GatewayPage', summary: 'Gateways and their contribution' },
  { resource: 'waypoints', page: 'WaypointPage', summary: 'Waypoints' },
  {
    resource: 'events',
    page: 'EventPage',
    summary: 'Events: new, silent, renamed, rebooted nodes and others',
  },
  {
    resource: 'traffic',
    page: 'TrafficPage',
    summary: 'Traffic per minute, gateway, channel, port and outcome',
    description: rangeNote,
    maxRangeDays: RAW_RANGE_DAYS,
  },
];

/** `GET /api/<resource>`: pages of JSON, or CSV for `Accept: text/csv`. */
export const listRoutes: readonly Route[] = lists.map((list) => {
  return {
    method: 'GET',
    path: `/api/${list.resource}`,
    policy: readsStore,
    tag: 'Lists',
    operationId: `list${list.resource.charAt(0).toUpperCase()}${list.resource.slice(1)}`,
    summary: list.summary,
    ...(list.description === undefined ? {} : { description: list.description }),
    parameters: listParameters(list.resource),
    responses: [
      {
        status: 200,
        description: 'One page',
        schema: list.page,
        text: {
          contentType: 'text/csv',
          headers: { 'X-Next-Cursor': '`nextCursor` of this page; absent on the last one' },
        },
      },
    ],
    handle: (request, parts) => {
      const filter = boundRange(request.filter, parts.nowFn(), list.maxRangeDays);
      return answerList(list.resource, { ...filter, limit: filter.limit ?? PAGE_LIMIT.default }, request, parts);
    },
  };
});

async function answerList(
  resource: ResourceName,
  filter: ListFilter,
  request: ApiRequest,
  parts: RouteParts,
): Promise<Reply> {
  const { signal, deadlineMs, viewer } = request;
  const page = await parts.read.list(resource, filter, { signal, deadlineMs, viewer });
  if (!request.wantsCsv) return { json: page };
  return {
    contentType: 'text/csv; charset=utf-8; header=present',
    text: renderCsv(resource, page.data),
    headers: {
      'Content-Disposition': `attachment; filename="${resource}.csv"`,
      ...(page.nextCursor === undefined ? {} : { 'X-Next-Cursor': page.nextCursor }),
    },
  };
}

/** The dashboard that comes with the preview: one panel of every kind the plugin feeds. */
import type { FieldConfigSource } from '@grafana/data';
import type { MeshQuery } from '../../../src/datasource/types';
import type { DashboardModel, PanelModel } from './dashboardModel';

const datasource = { type: 'meshobservatory-meshtastic-datasource', uid: 'mesh-observatory' };
export const MAP_PANEL = 'meshobservatory-meshtastic-panel';

const narrowed = { nodes: ['$node'], gateways: ['$gateway'], channels: ['$channel'], roles: ['$role'] };

type Query = Omit<MeshQuery, 'refId'> & { refId?: string };

function panel(parts: Omit<PanelModel, 'datasource' | 'targets'> & { queries: Query[] }): PanelModel {
  const { queries, ...rest } = parts;
  const targets = queries.map((query, at) => ({
    refId: String.fromCharCode(65 + at),
    version: 1,
    datasource,
    ...query,
  }));
  return { ...rest, datasource, targets };
}

const lines: FieldConfigSource = {
  defaults: {
    custom: { lineWidth: 1, fillOpacity: 8, showPoints: 'never', spanNulls: 3_600_000 },
    color: { mode: 'palette-classic' },
  },
  overrides: [],
};
const stacked: FieldConfigSource = {
  defaults: {
    custom: { drawStyle: 'bars', fillOpacity: 80, lineWidth: 0, stacking: { mode: 'normal', group: 'A' } },
    color: { mode: 'palette-classic' },
  },
  overrides: [],
};

const stats: Array<[NonNullable<MeshQuery['stat']>, string]> = [
  ['nodes_online', 'Nodes online'],
  ['gateways_online', 'Gateways online'],
  ['packets_per_minute', 'Packets per minute'],
  ['channel_utilization_max', 'Busiest channel'],
  ['battery_low', 'Low batteries'],
  ['undecryptable_ratio', 'Undecryptable'],
];

const statPanels = stats.map(([stat, title], at) =>
  panel({
    id: 10 + at,
    type: 'stat',
    title,
    gridPos: { x: at * 4, y: 0, w: 4, h: 3 },
    queries: [{ queryType: 'stat', stat }],
    options: { graphMode: 'none' },
  }),
);

export const previewDashboard: DashboardModel = {
  uid: 'preview',
  title: 'Mesh',
  description: 'Everything the plugin feeds, on one page',
  time: { from: 'now-6h', to: 'now' },
  refresh: '30s',
  templating: {
    list: [
      ...(['node', 'gateway', 'channel', 'role'] as const).map((name) => ({
        type: 'query',
        name,
        label: `${name[0]?.toUpperCase()}${name.slice(1)}`,
        datasource,
        query: { refId: name, version: 1, kind: `${name}s` },
        multi: true,
        includeAll: true,
        current: { text: ['All'], value: ['$__all'] },
      })),
      { type: 'adhoc', name: 'filters', label: 'Filters', datasource },
    ],
  },
  annotations: {
    list: [
      {
        name: 'Events',
        datasource,
        enable: true,
        iconColor: 'orange',
        target: { refId: 'Anno', queryType: 'events' } as never,
      },
    ],
  },
  panels: [
    ...statPanels,
    panel({
      id: 1,
      type: MAP_PANEL,
      title: 'Mesh map',
      gridPos: { x: 0, y: 3, w: 16, h: 17 },
      options: { controls: { playback: true } },
      queries: [
        { refId: 'nodes', queryType: 'nodes', live: true, ...narrowed },
        { refId: 'links', queryType: 'links', live: true, ...narrowed },
        { refId: 'tracks', queryType: 'positions', live: true, ...narrowed },
      ],
    }),
    panel({
      id: 2,
      type: 'table',
      title: 'Messages',
      gridPos: { x: 16, y: 3, w: 8, h: 8 },
      queries: [{ queryType: 'messages', live: true, ...narrowed, limit: 200 }],
      fieldConfig: {
        defaults: {},
        overrides: [
          ...hide(['fromId', 'fromLongName', 'toId', 'toName', 'emoji', 'replay', 'packetId', 'replyId', 'kind']),
          ...widths({ time: 156, fromName: 96, channel: 90 }),
        ],
      },
    }),
    panel({
      id: 3,
      type: 'nodeGraph',
      title: 'Who hears whom',
      gridPos: { x: 16, y: 11, w: 8, h: 9 },
      queries: [{ queryType: 'nodegraph', ...narrowed, limit: 40 }],
    }),
    panel({
      id: 4,
      type: 'timeseries',
      title: 'Battery',
      gridPos: { x: 0, y: 20, w: 12, h: 8 },
      queries: [
        {
          queryType: 'timeseries',
          metrics: ['device_battery_level'],
          aggregation: 'mean',
          legend: '{{shortName}}',
          thresholds: false,
          ...narrowed,
          limit: 12,
        },
      ],
      fieldConfig: lines,
    }),
    panel({
      id: 5,
      type: 'timeseries',
      title: 'Traffic by port',
      gridPos: { x: 12, y: 20, w: 12, h: 8 },
      queries: [{ queryType: 'traffic', trafficBy: 'port', trafficUnit: 'packets', limit: 8 }],
      fieldConfig: stacked,
    }),
    panel({
      id: 6,
      type: 'table',
      title: 'Nodes',
      gridPos: { x: 0, y: 28, w: 14, h: 10 },
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
      options: { sortBy: [{ displayName: 'Last heard', desc: true }] },
      fieldConfig: {
        defaults: {},
        overrides: hide([
          'nodeId',
          'latitude',
          'longitude',
          'precisionBits',
          'altitude',
          'firstHeard',
          'positionAt',
          'status',
          'region',
          'modemPreset',
          'voltage',
          'airUtilTx',
        ]),
      },
    }),
    panel({
      id: 7,
      type: 'logs',
      title: 'Packets',
      gridPos: { x: 14, y: 28, w: 10, h: 10 },
      queries: [{ queryType: 'packets', format: 'logs', live: true, ...narrowed, limit: 200 }],
    }),
    panel({
      id: 8,
      type: 'table',
      title: 'Gateways',
      gridPos: { x: 0, y: 38, w: 12, h: 8 },
      queries: [{ queryType: 'gateways' }],
      fieldConfig: {
        defaults: {},
        overrides: hide(['gatewayId', 'latitude', 'longitude', 'firstSeen', 'brokers', 'packets', 'directNodes']),
      },
    }),
    panel({
      id: 9,
      type: 'table',
      title: 'Traceroutes',
      gridPos: { x: 12, y: 38, w: 12, h: 8 },
      queries: [{ queryType: 'traceroutes', limit: 100 }],
      fieldConfig: { defaults: {}, overrides: hide(['fromId', 'toId', 'packetId']) },
    }),
  ],
};

function hide(names: string[]): FieldConfigSource['overrides'] {
  return names.map((name) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'custom.hideFrom.viz', value: true }],
  }));
}

function widths(columns: Record<string, number>): FieldConfigSource['overrides'] {
  return Object.entries(columns).map(([name, value]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'custom.width', value }],
  }));
}

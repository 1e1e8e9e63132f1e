/** Dashboards of the tests: other options of the map, panels that act on each other, variables and annotations. */

const datasource = { type: 'meshobservatory-meshtastic-datasource', uid: 'mesh-observatory' };
const map = {
  id: 1,
  type: 'meshobservatory-meshtastic-panel',
  title: 'Mesh map',
  gridPos: { x: 0, y: 0, w: 24, h: 18 },
  datasource,
};

/** @param {string} refId @param {string} queryType @param {Record<string, unknown>} [more] */
const query = (refId, queryType, more = {}) => ({ refId, queryType, version: 1, datasource, ...more });

/** Every layer there is but the heatmap, which keeps browsers without a graphics card busy. */
const layers = {
  uid: 'test-layers',
  title: 'All layers',
  time: { from: 'now-6h', to: 'now' },
  panels: [
    {
      ...map,
      options: { coverage: { show: true }, dayNight: { show: true }, routes: { show: true } },
      targets: [
        query('nodes', 'nodes'),
        query('links', 'links'),
        query('tracks', 'positions'),
        query('routes', 'traceroutes'),
        query('packets', 'packets'),
      ],
    },
  ],
};

const heat = {
  uid: 'test-heat',
  title: 'Heatmap',
  time: { from: 'now-6h', to: 'now' },
  panels: [{ ...map, options: { heatmap: { show: true } }, targets: [query('nodes', 'nodes')] }],
};

/** A map that writes to variables, and a table and a graph that share their cursor with it. */
const together = {
  uid: 'test-together',
  title: 'Map beside others',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      { type: 'textbox', name: 'picked', label: 'Picked', query: '' },
      { type: 'textbox', name: 'bounds', label: 'Bounds', query: '' },
    ],
  },
  panels: [
    {
      ...map,
      gridPos: { x: 0, y: 0, w: 14, h: 18 },
      options: { interaction: { nodeVariable: 'picked', boundsVariable: 'bounds', sharedHover: true } },
      targets: [query('nodes', 'nodes'), query('links', 'links'), query('tracks', 'positions')],
    },
    {
      id: 2,
      type: 'timeseries',
      title: 'Battery',
      gridPos: { x: 14, y: 0, w: 10, h: 18 },
      datasource,
      targets: [query('A', 'timeseries', { metrics: ['device_battery_level'], aggregation: 'mean', limit: 5 })],
    },
  ],
};

/** The map with its usual options and live queries, and nothing else that asks. */
const live = {
  uid: 'test-live',
  title: 'Live map',
  time: { from: 'now-6h', to: 'now' },
  panels: [
    {
      ...map,
      targets: [
        query('nodes', 'nodes', { live: true }),
        query('links', 'links', { live: true }),
        query('tracks', 'positions', { live: true }),
      ],
    },
  ],
};

/** The same without changes by itself: for tests that compare pictures. */
const still = {
  uid: 'test-still',
  title: 'Map that stands still',
  time: { from: 'now-6h', to: 'now' },
  panels: [
    {
      ...map,
      options: { controls: { playback: true } },
      targets: [query('nodes', 'nodes'), query('links', 'links'), query('tracks', 'positions')],
    },
  ],
};

/** @param {string} name @param {string} label @param {string} kind @param {Record<string, unknown>} [more] */
const variable = (name, label, kind, more = {}) => ({
  type: 'query',
  name,
  label,
  datasource,
  query: { refId: name, version: 1, kind },
  ...more,
});

/** A query variable of every kind, with one value each. */
const variables = {
  uid: 'test-variables',
  title: 'Variables',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: ['nodes', 'gateways', 'channels', 'roles', 'metrics', 'hardware', 'regions'].map((kind) =>
      variable(kind, kind, kind),
    ),
  },
  panels: [],
};

const several = { multi: true, includeAll: true, current: { text: ['All'], value: ['$__all'] } };
const narrowed = { nodes: ['$node'], gateways: ['$gateway'], channels: ['$channel'], roles: ['$role'] };

/** Columns beyond the edge of the panel would not be rendered. @param {string[]} columns */
const hide = (columns) => ({
  defaults: {},
  overrides: columns.map((name) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'custom.hideFrom.viz', value: true }],
  })),
});

/** @param {string} name @param {boolean} enable @param {string} queryType */
const annotation = (name, enable, queryType) => ({
  name,
  enable,
  datasource,
  iconColor: 'orange',
  target: { refId: 'Anno', version: 1, queryType, nodes: ['$node'] },
});

/** Panels that variables and ad hoc filters narrow down, and a graph with annotations. */
const panels = {
  uid: 'test-panels',
  title: 'Panels',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      variable('node', 'Node', 'nodes', several),
      variable('gateway', 'Gateway', 'gateways', several),
      variable('channel', 'Channel', 'channels', several),
      variable('role', 'Role', 'roles', several),
      { type: 'adhoc', name: 'filters', label: 'Filters', datasource },
    ],
  },
  annotations: { list: [annotation('Events', true, 'events'), annotation('Texts', false, 'messages')] },
  panels: [
    {
      id: 1,
      type: 'table',
      title: 'Nodes',
      gridPos: { x: 0, y: 0, w: 24, h: 12 },
      datasource,
      targets: [query('A', 'nodes', narrowed)],
      fieldConfig: hide(['nodeId', 'latitude', 'longitude', 'precisionBits', 'altitude', 'firstHeard', 'positionAt']),
    },
    {
      id: 2,
      type: 'table',
      title: 'Messages',
      gridPos: { x: 0, y: 12, w: 12, h: 12 },
      datasource,
      targets: [query('A', 'messages', narrowed)],
      fieldConfig: hide(['fromId', 'fromLongName', 'toId', 'toName', 'emoji', 'replay', 'packetId', 'replyId', 'kind']),
    },
    {
      id: 3,
      type: 'logs',
      title: 'Packets',
      gridPos: { x: 12, y: 12, w: 12, h: 12 },
      datasource,
      targets: [query('A', 'packets', { ...narrowed, format: 'logs', limit: 200 })],
    },
    {
      id: 4,
      type: 'nodeGraph',
      title: 'Links',
      gridPos: { x: 0, y: 24, w: 12, h: 12 },
      datasource,
      targets: [query('A', 'nodegraph', narrowed)],
    },
    {
      id: 5,
      type: 'timeseries',
      title: 'Traffic',
      gridPos: { x: 12, y: 24, w: 12, h: 12 },
      datasource,
      targets: [query('A', 'traffic', { trafficBy: 'port', trafficUnit: 'packets' })],
    },
  ],
};

export const testDashboards = [layers, heat, together, live, still, variables, panels];

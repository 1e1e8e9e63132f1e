/** Dashboards for what the preview's own one does not show: other options of the map, and panels that act on each other. */

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

export const testDashboards = [layers, heat, together, live, still];

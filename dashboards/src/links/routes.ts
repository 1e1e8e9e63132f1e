import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars, totals } from '../panels/barGauge.js';
import { traceroutesTable } from '../panels/traceroutes.js';
import { stackedBars } from '../panels/timeSeries.js';

export const routeMap = () =>
  withMeshQueries(
    new MeshMapBuilder({
      links: { show: false },
      tracks: { show: false },
      precision: { show: false },
      routes: { show: true, labels: true },
    }),
    {
      id: 30,
      title: 'Traceroutes on the map',
      description:
        'Routes of the newest traceroutes, there and back, with the signal of every hop. Choose one in the legend to see it alone; filter with the variables above.',
      noValue: 'No data in this time range',
      queries: [
        { refId: 'nodes', queryType: 'nodes', ...narrowed },
        { refId: 'routes', queryType: 'traceroutes', live: true, ...narrowed, limit: 25 },
      ],
    },
  );

export const traceroutes = () =>
  traceroutesTable(
    {
      id: 31,
      title: 'Traceroutes',
      description:
        'Origin and destination, route there and back, and the weakest hop. For a request without an answer, no gateway received the reply.',
      queries: [{ queryType: 'traceroutes', live: true, ...narrowed, limit: 200 }],
    },
    'half',
  );

const byHops = {
  queryType: 'traffic' as const,
  trafficBy: 'hops' as const,
  trafficUnit: 'packets' as const,
  legend: '{{hops}} hops',
  ...narrowed,
};

export const hopsBars = () =>
  withMeshQueries(bars(), {
    id: 32,
    title: 'Packets by hops',
    description:
      'Hops of packets when a gateway first received them; 0 is directly from the sender. Many packets with 3 or more hops mean the mesh depends on its routers.',
    queries: [byHops],
    transformations: [totals],
    unit: 'locale',
  });

export const hopsGraph = () =>
  withMeshQueries(stackedBars(), {
    id: 33,
    title: 'Packets per minute, by hops',
    description: 'The same over time. When a good router fails, packets suddenly take more hops.',
    queries: [{ ...byHops, trafficUnit: 'packets_per_minute' }],
    unit: 'suffix: /min',
  });

import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars, totals } from '../panels/barGauge.js';
import { traceroutesTable } from '../panels/traceroutes.js';
import { stackedBars } from '../panels/timeSeries.js';

export const routeMap = () =>
  askMesh(
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
        'The ways of the newest traceroutes, there and back, with the signal of every hop. Choose one in the legend to see it alone; narrow down with the variables above.',
      noValue: 'No traceroutes in this time range',
      queries: [
        { refId: 'nodes', queryType: 'nodes', ...narrowed },
        { refId: 'routes', queryType: 'traceroutes', live: true, ...narrowed, limit: 25 },
      ],
    },
  );

export const traceroutes = () =>
  traceroutesTable({
    id: 31,
    title: 'Traceroutes',
    description:
      'Who asked for whom, the way there and back, and the weakest hop. A request without an answer came to a gateway, but its reply did not.',
    queries: [{ queryType: 'traceroutes', live: true, ...narrowed, limit: 200 }],
  });

const byHops = {
  queryType: 'traffic' as const,
  trafficBy: 'hops' as const,
  trafficUnit: 'packets' as const,
  legend: '{{hops}} hops',
  ...narrowed,
};

export const hopsBars = () =>
  askMesh(bars(), {
    id: 32,
    title: 'Packets by hops',
    description:
      'How many hops packets had behind them when a gateway first heard them; 0 came straight from the sender. Many packets with 3 hops and more mean that the mesh leans on its routers.',
    queries: [byHops],
    transformations: [totals],
    unit: 'locale',
  });

export const hopsGraph = () =>
  askMesh(stackedBars(), {
    id: 33,
    title: 'Packets per minute, by hops',
    description: 'The same over time. When a good router fails, packets suddenly take more hops.',
    queries: [{ ...byHops, trafficUnit: 'packets_per_minute' }],
    unit: 'suffix: /min',
  });

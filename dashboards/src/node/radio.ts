import { withMeshQueries } from '../foundation/panel.js';
import { thisNode } from '../foundation/variables.js';
import { linkPairs } from '../panels/linkPairs.js';
import { traceroutesTable } from '../panels/traceroutes.js';
import { logs } from '../panels/logs.js';
import { signalGraph } from '../panels/signal.js';
import { shortPortNames, stackedBars } from '../panels/timeSeries.js';

export const receivedByGateway = () =>
  withMeshQueries(stackedBars(), {
    id: 40,
    title: 'Receptions per minute, by gateway',
    description:
      'Receptions of the node’s packets by each gateway. A gateway that disappears here while the node keeps sending no longer receives the node.',
    noValue: 'No data',
    queries: [{ queryType: 'traffic', trafficBy: 'gateway', trafficUnit: 'packets_per_minute', ...thisNode }],
    unit: 'suffix: /min',
  });

export const signalByGateway = () =>
  signalGraph({
    id: 45,
    title: 'Margin by gateway',
    description:
      'SNR of direct receptions by each gateway above the decoding limit of the modem preset. A step down at all gateways points to the node’s antenna or location, at one gateway to that gateway. Below 3 dB packets get lost.',
    noValue: 'No data',
    legend: '{{gatewayLongName}}',
    narrowing: thisNode,
    limit: 10,
  });

export const packetsByPort = () =>
  withMeshQueries(stackedBars(), {
    id: 41,
    title: 'Packets per minute, by port',
    description:
      'Traffic of the node by kind. Far more telemetry or positions than messages is normal; far more than other nodes is not.',
    queries: [{ queryType: 'traffic', trafficBy: 'port', trafficUnit: 'packets_per_minute', ...thisNode, limit: 10 }],
    unit: 'suffix: /min',
    transformations: [shortPortNames],
  });

export const neighbors = () =>
  linkPairs(
    {
      id: 42,
      title: 'Neighbors, both directions',
      description:
        'Nodes it hears and nodes that hear it, with the newest margin above the decoding limit in each direction, from direct receptions, neighbor reports and traceroutes. The trend is that of direct receptions by gateways, over two days or more.',
      queries: [{ queryType: 'linkpairs', ...thisNode }],
    },
    { sortBy: ['They hear me', 'descending'], columns: 'node' },
  );

export const traceroutes = () =>
  traceroutesTable(
    {
      id: 43,
      title: 'Traceroutes',
      description:
        'Routes of packets from or to the node. The weakest link of a route decides whether messages arrive.',
      queries: [{ queryType: 'traceroutes', live: true, ...thisNode, limit: 100 }],
    },
    'full',
  );

export const packetLog = () =>
  withMeshQueries(logs(), {
    id: 44,
    title: 'Packets',
    description: 'Every packet of the node, the newest on top. New packets appear automatically.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'packets', format: 'logs', live: true, ...thisNode, limit: 300 }],
  });

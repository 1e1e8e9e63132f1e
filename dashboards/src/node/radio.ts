import { askMesh } from '../foundation/panel.js';
import { thisNode } from '../foundation/variables.js';
import { linkPairs } from '../panels/linkPairs.js';
import { traceroutesTable } from '../panels/traceroutes.js';
import { logs } from '../panels/logs.js';
import { signalGraph } from '../panels/signal.js';
import { shortPortNames, stackedBars } from '../panels/timeSeries.js';

export const receivedByGateway = () =>
  askMesh(stackedBars(), {
    id: 40,
    title: 'Heard per minute, by gateway',
    description:
      'Copies of the node’s packets that each gateway published. A gateway that vanishes from here while the node goes on has lost the node, not the network.',
    noValue: 'No gateway heard the node',
    queries: [{ queryType: 'traffic', trafficBy: 'gateway', trafficUnit: 'packets_per_minute', ...thisNode }],
    unit: 'suffix: /min',
  });

export const signalByGateway = () =>
  signalGraph({
    id: 45,
    title: 'Signal by gateway',
    description:
      'How well each gateway hears the node directly (SNR). A step down at all of them is the node’s antenna or place, at one of them that gateway’s. LongFast is decoded down to about −17.5 dB.',
    noValue: 'No gateway heard the node directly',
    legend: '{{gatewayLongName}}',
    narrowing: thisNode,
    limit: 10,
  });

export const packetsByPort = () =>
  askMesh(stackedBars(), {
    id: 41,
    title: 'Packets per minute, by port',
    description:
      'What the node talks about. Far more telemetry or positions than messages is normal; far more than other nodes is not.',
    queries: [{ queryType: 'traffic', trafficBy: 'port', trafficUnit: 'packets_per_minute', ...thisNode, limit: 10 }],
    unit: 'suffix: /min',
    transformations: [shortPortNames],
  });

export const neighbours = () =>
  linkPairs(
    {
      id: 42,
      title: 'Neighbours, both ways',
      description:
        'Whom the node hears and who hears it, with the newest signal-to-noise ratio there (→) and back (←): of direct receptions, neighbour reports and traceroutes.',
      queries: [{ queryType: 'linkpairs', ...thisNode }],
    },
    'Last seen',
  );

export const traceroutes = () =>
  traceroutesTable({
    id: 43,
    title: 'Traceroutes',
    description:
      'Ways that packets from or to the node took. The weakest link of a way decides whether messages arrive.',
    queries: [{ queryType: 'traceroutes', live: true, ...thisNode, limit: 100 }],
  });

export const packetLog = () =>
  askMesh(logs(), {
    id: 44,
    title: 'Packets',
    description: 'Every packet of the node as it came in, the newest on top; new ones appear by themselves.',
    noValue: 'No packets in this time range',
    queries: [{ queryType: 'packets', format: 'logs', live: true, ...thisNode, limit: 300 }],
  });

import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { meanAndHighest, shortPortNames, stackedBars } from '../panels/timeSeries.js';

export const packetsByPort = () =>
  askMesh(stackedBars(), {
    id: 20,
    title: 'Packets per minute, by port',
    description:
      'What the mesh talks about: text, positions, telemetry, routing … A port that suddenly grows is a node with too short an interval, or somebody who asks everybody for traceroutes.',
    queries: [{ queryType: 'traffic', trafficBy: 'port', trafficUnit: 'packets_per_minute', ...narrowed, limit: 10 }],
    unit: 'suffix: /min',
    transformations: [shortPortNames],
  });

/** Mean and maximum of a metric over all nodes. */
const meanAndMaximum = (metric: string, mean: string, maximum: string) =>
  (
    [
      ['mean', mean],
      ['max', maximum],
    ] as const
  ).map(([aggregation, legend]) => ({
    queryType: 'timeseries' as const,
    metrics: [metric],
    combine: true,
    thresholds: false,
    aggregation,
    legend,
    ...narrowed,
  }));

export const utilisationGraph = () =>
  askMesh(meanAndHighest(), {
    id: 21,
    title: 'Channel utilisation',
    description:
      'How busy the air is where the nodes are: the mean over all nodes, and the busiest place. Above 25 % firmware holds back telemetry, above 40 % positions too.',
    queries: meanAndMaximum('device_channel_utilization', 'Mean', 'Busiest'),
    unit: 'percent',
  });

export const airtimeGraph = () =>
  askMesh(meanAndHighest(), {
    id: 22,
    title: 'Transmit airtime',
    description:
      'The share of the last hour that nodes spent sending: the mean over all nodes, and the one that sends most. 10 % is the legal limit in Europe’s 868 MHz band.',
    queries: meanAndMaximum('device_air_util_tx', 'Mean', 'Highest'),
    unit: 'percent',
  });

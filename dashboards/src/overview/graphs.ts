import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { meanAndHighest, shortPortNames, stackedBars } from '../panels/timeSeries.js';

export const packetsByPort = () =>
  withMeshQueries(stackedBars(), {
    id: 20,
    title: 'Packets per minute, by port',
    description:
      'Traffic by kind: text, positions, telemetry, routing … A port that suddenly grows points to a node with too short an interval, or to someone who sends many traceroutes.',
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

export const utilizationGraph = () =>
  withMeshQueries(meanAndHighest(), {
    id: 21,
    title: 'Channel utilization',
    description:
      'Share of time the channel is in use, as measured by the nodes: mean and highest. Above 25 % firmware holds back telemetry, above 40 % positions too.',
    queries: meanAndMaximum('device_channel_utilization', 'Mean', 'Busiest'),
    unit: 'percent',
  });

export const airtimeGraph = () =>
  withMeshQueries(meanAndHighest(), {
    id: 22,
    title: 'Transmit airtime',
    description:
      'Share of the last hour that nodes spent transmitting: mean and highest. 10 % is the legal limit in Europe’s 868 MHz band.',
    queries: meanAndMaximum('device_air_util_tx', 'Mean', 'Highest'),
    unit: 'percent',
  });

import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars, namedBy, only, totals, withoutOther } from '../panels/barGauge.js';
import { measurements } from '../panels/measurements.js';
import { meanAndHighest } from '../panels/timeSeries.js';

export const chattyNodes = () =>
  withMeshQueries(bars(), {
    id: 30,
    title: 'Chatty nodes',
    description:
      'Nodes that sent most packets in the time range. Trackers and weather stations belong at the top; a client above them sends too often: ask its owner to lower its intervals.',
    queries: [
      {
        queryType: 'traffic',
        trafficBy: 'node',
        trafficUnit: 'packets',
        legend: '{{longName}}',
        ...narrowed,
        limit: 12,
      },
    ],
    transformations: [totals, withoutOther],
    unit: 'locale',
  });

export const undecryptable = () =>
  withMeshQueries(bars(12), {
    id: 31,
    title: 'Undecryptable by channel',
    description:
      'Share of packets no configured key can decrypt, per channel name. 100 % is another group’s channel, or one whose key is missing in CHANNEL_KEYS.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'values', metrics: ['channel_undecryptable_ratio'], ...narrowed }],
    transformations: [only('Channel', 'Channel undecryptable share')],
    unit: 'percentunit',
  })
    .max(1)
    .overrideByFieldType('number', namedBy('Channel'));

export const noise = () =>
  measurements({
    id: 32,
    title: 'Noise floor',
    description:
      'Noise floor measured by nodes with local statistics. Around −110 dBm and lower is quiet; above −100 dBm weak stations are lost in noise.',
    metrics: ['local_stats_noise_floor'],
    legend: '{{longName}}',
    narrowing: narrowed,
    unit: 'dBm',
    noValue: 'No data: only nodes with local statistics report it',
  });

export const receivedBad = () =>
  measurements({
    id: 33,
    title: 'Damaged packets received',
    description:
      'Packets received with errors by nodes with local statistics: the best sign of collisions. Compare them with the packets the same nodes receive correctly.',
    metrics: ['local_stats_num_packets_rx_bad'],
    legend: '{{longName}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No data: only nodes with local statistics report it',
  });

export const relays = () =>
  measurements({
    id: 34,
    title: 'Relayed and canceled relays',
    description:
      'Packets that nodes relayed, and relays they canceled because another node was faster. Many canceled relays are normal in a dense mesh.',
    metrics: ['local_stats_num_tx_relay', 'local_stats_num_tx_relay_canceled'],
    legend: '{{shortName}} {{title}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No data: only nodes with local statistics report it',
  });

export const repeats = () =>
  measurements({
    id: 35,
    title: 'Duplicate receptions',
    description:
      'Packets that nodes had received before: every relay causes some. Far more than in the past means too many routers in one place.',
    metrics: ['local_stats_num_rx_dupe'],
    legend: '{{longName}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No data: only nodes with local statistics report it',
  });

export const utilization = () =>
  withMeshQueries(meanAndHighest(), {
    id: 36,
    title: 'Channel utilization',
    description:
      'Share of time the channel is in use, as measured by the nodes: mean and highest. Collisions grow faster than utilization.',
    queries: (
      [
        ['mean', 'Mean'],
        ['max', 'Busiest'],
      ] as const
    ).map(([aggregation, legend]) => ({
      queryType: 'timeseries',
      metrics: ['device_channel_utilization'],
      combine: true,
      thresholds: false,
      aggregation,
      legend,
      ...narrowed,
    })),
    unit: 'percent',
  });

import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars, namedBy, only, totals, withoutOther } from '../panels/barGauge.js';
import { measurements } from '../panels/measurements.js';
import { meanAndHighest } from '../panels/timeSeries.js';

export const chattyNodes = () =>
  askMesh(bars(), {
    id: 30,
    title: 'Chatty nodes',
    description:
      'Who sends most in the time range. Trackers and weather stations belong at the top; a client that beats them is worth a friendly word.',
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
  askMesh(bars(12), {
    id: 31,
    title: 'Undecryptable by channel',
    description:
      'The share of packets that no configured key could decrypt, per channel name. 100 % is somebody else’s channel, or one whose key is missing in CHANNEL_KEYS.',
    noValue: 'No packets in this time range',
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
      'What the radios of nodes with local statistics hear when nobody sends. Around −110 dBm and lower is quiet; above −100 dBm weak stations drown.',
    metrics: ['local_stats_noise_floor'],
    legend: '{{longName}}',
    narrowing: narrowed,
    unit: 'dBm',
    noValue: 'No node reports a noise floor',
  });

export const receivedBad = () =>
  measurements({
    id: 33,
    title: 'Damaged packets received',
    description:
      'Packets that arrive broken at nodes with local statistics: the best sign of collisions that a node can give. Compare it with what the same nodes receive well.',
    metrics: ['local_stats_num_packets_rx_bad'],
    legend: '{{longName}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No node reports local statistics',
  });

export const relays = () =>
  measurements({
    id: 34,
    title: 'Relayed, and left to others',
    description:
      'Packets that nodes relay, and relays they gave up because another node was faster. Many cancelled relays are a dense mesh that works.',
    metrics: ['local_stats_num_tx_relay', 'local_stats_num_tx_relay_canceled'],
    legend: '{{shortName}} {{title}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No node reports local statistics',
  });

export const repeats = () =>
  measurements({
    id: 35,
    title: 'Heard again',
    description:
      'Copies of packets that nodes had heard already: every relay makes some. Far more than in the past is too many routers in one place.',
    metrics: ['local_stats_num_rx_dupe'],
    legend: '{{longName}}',
    rate: true,
    narrowing: narrowed,
    unit: 'suffix: /min',
    noValue: 'No node reports local statistics',
  });

export const utilisation = () =>
  askMesh(meanAndHighest(), {
    id: 36,
    title: 'Channel utilisation',
    description:
      'How busy the air is where the nodes are: the mean over all nodes, and the busiest place. Collisions grow faster than utilisation.',
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

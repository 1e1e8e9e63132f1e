import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { thresholds } from '../foundation/thresholds.js';
import { bars, namedBy, only } from '../panels/barGauge.js';
import { colorText, gaugeCell, table } from '../panels/table.js';
import { withUtilizationLimits } from './limits.js';
import { measurements } from '../panels/measurements.js';
import { meanAndHighest } from '../panels/timeSeries.js';

const numbers = ['node_airtime_share', 'node_airtime_own_share', 'node_airtime_habit_ratio'];

const blue = { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } };

export const whoFloods = () =>
  withMeshQueries(
    table(
      {
        long_name: { name: 'Node', nodeFrom: 'node_id' },
        role: { width: 120 },
        node_airtime_share: { name: 'Airtime', width: 130, properties: [gaugeCell, blue, { id: 'min', value: 0 }] },
        node_airtime_own_share: { name: 'Own', width: 80 },
        node_airtime_habit_ratio: { name: 'Times its habit', width: 130, properties: [colorText] },
      },
      ['Airtime', 'descending'],
    ).thresholds(thresholds([3, 'orange'], [10, 'red'])),
    {
      id: 30,
      title: 'Who floods',
      description:
        'Nodes by the share of the time in which they occupied the channel, with their own packets and with packets they relayed. A node far above its habit of the week before floods: ask its owner about its intervals. Routers relay a lot, as they should. Beyond the duty cycle of the region, transmitting is not allowed.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'values', metrics: numbers, includeSilent: false, ...narrowed }],
      transformations: [{ id: 'merge', options: {} }],
    },
  );

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
  withMeshQueries(withUtilizationLimits(meanAndHighest()), {
    id: 36,
    title: 'Channel utilization',
    description:
      'Share of time the channel is in use, as measured by the nodes: mean and highest. Collisions grow faster than utilization: above 25 % firmware holds back telemetry, above 40 % positions too (lines).',
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

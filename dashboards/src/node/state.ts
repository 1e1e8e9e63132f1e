import { BigValueGraphMode } from '@grafana/grafana-foundation-sdk/common';
import { askMesh } from '../foundation/panel.js';
import { sensorMetrics } from '../environment/metrics.js';
import { channelThresholds, onlineMapping, thresholds } from '../foundation/thresholds.js';
import { thisNode } from '../foundation/variables.js';
import { counts, factsStat, stat } from '../panels/stat.js';
import { since } from '../panels/table.js';

const row = { queryType: 'nodes' as const, live: true, nodes: ['$node'] };
const NEVER_HEARD = 'Never heard';

export const state = () =>
  askMesh(factsStat(['Online', 'Last heard']), {
    id: 1,
    title: 'State',
    description:
      'Whether the node has been heard within the silence threshold of its role, and when it was last heard, by the collector’s clock.',
    noValue: NEVER_HEARD,
    queries: [row],
  })
    .overrideByName('online', [{ id: 'mappings', value: onlineMapping() }])
    .overrideByName('lastHeard', [since]);

export const identity = () =>
  askMesh(factsStat(['Name', 'Node', 'Role', 'Hardware', 'Firmware'], 16), {
    id: 2,
    title: 'Identity',
    description:
      'What the node says of itself in its node info. The firmware is known only from nodes that send map reports or their metadata.',
    noValue: 'Unknown',
    queries: [row],
  });

export const radio = () =>
  askMesh(factsStat(['Region', 'Modem preset', 'Channel', 'Status', 'Altitude', 'Precision bits', 'First heard'], 16), {
    id: 3,
    title: 'Radio and place',
    description:
      'Region and modem preset from map reports, the channel it was last heard on, what its owner wrote as status, and how exactly it tells its position (32 bits are exact).',
    noValue: 'Unknown',
    queries: [row],
  })
    .overrideByName('altitude', [{ id: 'unit', value: 'suffix: m' }])
    .overrideByName('precisionBits', [{ id: 'unit', value: 'none' }]);

export const batteryNow = () =>
  askMesh(stat(), {
    id: 4,
    title: 'Battery',
    description:
      'The latest charge and voltage, the trend of the last three days whatever time range is chosen above, and how many days the battery lasts if it goes on like that. Without a trend downwards there is no number of days.',
    noValue: '–',
    queries: [
      { queryType: 'values', metrics: ['device_battery_level'], nodes: ['$node'] },
      { queryType: 'values', metrics: ['device_voltage'], nodes: ['$node'] },
      { queryType: 'values', metrics: ['node_battery_change_per_day'], nodes: ['$node'] },
      { queryType: 'values', metrics: ['node_battery_days_left'], nodes: ['$node'] },
    ],
  })
    .timeFrom('3d')
    .overrideByQuery('D', [{ id: 'thresholds', value: daysThresholds().build() }]);

const daysThresholds = () => thresholds([null, 'red'], [1, 'orange'], [3, 'green']);

export const airNow = () =>
  askMesh(factsStat(['Channel utilization', 'Air time'], 26), {
    id: 5,
    title: 'Air',
    description:
      'How busy the channel is where the node stands (firmware holds back telemetry above 25 %), and the share of the last hour it spent sending.',
    noValue: 'Not reported',
    queries: [row],
    unit: 'percent',
  }).thresholds(channelThresholds());

export const signalNow = () =>
  askMesh(factsStat(['SNR', 'RSSI', 'Hops away'], 26), {
    id: 6,
    title: 'Signal',
    description:
      'Signal-to-noise ratio and strength at the gateway that last heard the node directly, and the fewest hops its newest packet took. Without a direct reception there is no signal.',
    noValue: '–',
    queries: [row],
  }).overrideByName('hopsAway', [{ id: 'unit', value: 'none' }]);

export const trafficNow = () =>
  askMesh(counts(), {
    id: 7,
    title: 'Traffic',
    description: 'Packets of the node in the time range.',
    queries: [
      { queryType: 'stat', stat: 'packets', legend: 'Packets', ...thisNode },
      { queryType: 'stat', stat: 'messages', legend: 'Messages', ...thisNode },
    ],
    unit: 'locale',
  });

/** As many as one query may ask for; each that the node does not measure is simply not there. */
export const measuredNow = () =>
  askMesh(stat().graphMode(BigValueGraphMode.Area), {
    id: 35,
    title: 'Measured last',
    description: 'The latest value of every sensor the node has reported in the time range.',
    noValue: 'The node has reported no sensor in this time range',
    // Metrics the node does not report are not in the answer then.
    queries: [
      {
        queryType: 'timeseries',
        metrics: [...sensorMetrics],
        nodes: ['$node'],
        includeSilent: false,
        legend: '{{title}}',
        thresholds: false,
      },
    ],
  });

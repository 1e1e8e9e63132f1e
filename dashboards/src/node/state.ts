import { BigValueGraphMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TablePanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { withMeshQueries } from '../foundation/panel.js';
import { sensorMetrics } from '../environment/metrics.js';
import { powered } from '../foundation/readable.js';
import { batteryThresholds, channelThresholds, neutral, thresholds } from '../foundation/thresholds.js';
import { roleTitles } from '@mesh-observatory/contract/roles';
import { oneNode, thisNode } from '../foundation/variables.js';
import { counts, factsStat, stat } from '../panels/stat.js';
import { since, wrapped } from '../panels/table.js';

const row = { queryType: 'nodes' as const, live: true, ...oneNode };

export const state = () =>
  withMeshQueries(factsStat(['State', 'Last heard'], 18), {
    id: 1,
    title: 'State',
    description:
      'Whether the node is heard as often as usual (online), is late or silent, or has not been heard since the collector started; and when it was last heard, by the collector’s clock.',
    queries: [row],
  }).overrideByName('lastHeard', [since]);

/** Fields of the node that are words, in the order of the answer. */
const WORDS = [
  'Node',
  'Short name',
  'Name',
  'Hardware',
  'Role',
  'Firmware',
  'Region',
  'Modem preset',
  'Channel',
  'Status',
];

/** Transposed, the words of the role are lost with its column. */
const roleWords = {
  type: 'value',
  options: Object.fromEntries(Object.entries(roleTitles).map(([role, text], index) => [role, { text, index }])),
};

/** A row for each fact: names of hardware and of people are too long to stand side by side. */
export const identity = () =>
  withMeshQueries(
    new TablePanelBuilder()
      .showHeader(true)
      .thresholds(neutral())
      .overrideByRegexp('/.*/', [wrapped])
      .overrideByName('Fact', [{ id: 'custom.width', value: 105 }])
      .overrideByName('Value', [{ id: 'mappings', value: [roleWords] }]),
    {
      id: 2,
      title: 'Identity',
      description:
        'What the node reports about itself. Firmware, region and modem preset are known only for nodes that send map reports or their metadata.',
      noValue: 'No data',
      queries: [row],
      transformations: [
        { id: 'filterFieldsByName', options: { include: { names: WORDS } } },
        { id: 'transpose', options: { firstFieldName: 'Fact', restFieldsName: 'Value' } },
      ],
    },
  );

export const place = () =>
  withMeshQueries(factsStat(['Altitude', 'Precision bits', 'First heard'], 18), {
    id: 3,
    title: 'Place',
    description:
      'Latest altitude and precision of the position (32 bits are exact, 16 bits about a district), and when the node was first heard.',
    noValue: 'No data',
    queries: [row],
  })
    .overrideByName('altitude', [{ id: 'unit', value: 'suffix: m' }])
    .overrideByName('precisionBits', [{ id: 'unit', value: 'none' }])
    .overrideByName('firstHeard', [since]);

export const batteryNow = () =>
  withMeshQueries(stat(), {
    id: 4,
    title: 'Battery',
    description:
      'Latest charge and voltage, the trend of the last three days whatever the time range above, and the days left at that trend. Without a downward trend there are no days left to show.',
    noValue: 'No data',
    queries: [
      { queryType: 'values', metrics: ['device_battery_level'], ...oneNode },
      { queryType: 'values', metrics: ['device_voltage'], ...oneNode },
      { queryType: 'values', metrics: ['node_battery_change_per_day'], ...oneNode },
      { queryType: 'values', metrics: ['node_battery_days_left'], ...oneNode },
    ],
  })
    .timeFrom('3d')
    .overrideByQuery('A', [
      { id: 'thresholds', value: batteryThresholds().build() },
      { id: 'mappings', value: [powered] },
    ])
    .overrideByQuery('D', [{ id: 'thresholds', value: daysThresholds().build() }]);

const daysThresholds = () => thresholds([0, 'red'], [1, 'orange'], [3, 'green']);

export const airNow = () =>
  withMeshQueries(factsStat(['Channel utilization', 'Air time'], 26), {
    id: 5,
    title: 'Air',
    description:
      'Channel utilization at the node (firmware holds back telemetry above 25 %), and the share of the last hour it transmitted.',
    noValue: 'No data',
    queries: [row],
    unit: 'percent',
  }).thresholds(channelThresholds());

export const signalNow = () =>
  withMeshQueries(factsStat(['SNR', 'RSSI', 'Hops away'], 26), {
    id: 6,
    title: 'Signal',
    description:
      'SNR and RSSI at the gateway that last received the node directly, and the fewest hops of its newest packet. Without a direct reception there is no signal.',
    noValue: 'No data',
    queries: [row],
  }).overrideByName('hopsAway', [{ id: 'unit', value: 'none' }]);

export const trafficNow = () =>
  withMeshQueries(counts(), {
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
  withMeshQueries(stat().graphMode(BigValueGraphMode.Area), {
    id: 35,
    title: 'Latest readings',
    description: 'Latest value of every sensor the node reported in the time range.',
    noValue: 'No data of a sensor in this time range',
    // Metrics the node does not report are not in the answer then.
    queries: [
      {
        queryType: 'timeseries',
        metrics: [...sensorMetrics],
        ...oneNode,
        includeSilent: false,
        legend: '{{title}}',
        thresholds: false,
      },
    ],
  });

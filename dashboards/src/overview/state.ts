/** The numbers at the top, all of one size; what deviates has a ground of its own. */
import { VizTextDisplayOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { StatName } from '@mesh-observatory/contract/stats';
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import {
  airtimeThresholds,
  channelThresholds,
  noneThresholds,
  someThresholds,
  thresholds,
} from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { evenCounts, stat } from '../panels/stat.js';

/** A number with its name in the panel. */
const numbers = (...stats: readonly (readonly [StatName, string])[]): MeshPanelOptions['queries'] =>
  stats.map(([name, legend]) => ({ queryType: 'stat', stat: name, legend, ...narrowed }));

const marked = (color: string) => [{ id: 'thresholds', value: noneThresholds(color).build() }];

export const nodesPanel = () =>
  withMeshQueries(evenCounts(), {
    id: 1,
    title: 'Nodes',
    description:
      'Every known node is now in one of these states: heard as often as usual or a little late (online), late, silent for several of its usual intervals, or not heard since the collector started. Late nodes are also counted as online.',
    queries: numbers(
      ['nodes_online', 'Online'],
      ['nodes_late', 'Late'],
      ['nodes_silent', 'Silent'],
      ['nodes_unknown', 'Not known'],
    ),
    unit: 'locale',
  })
    .overrideByQuery('A', [{ id: 'thresholds', value: someThresholds().build() }])
    .overrideByQuery('B', marked('yellow'))
    .overrideByQuery('C', marked('red'));

export const gatewaysPanel = () =>
  withMeshQueries(evenCounts(), {
    id: 2,
    title: 'Gateways',
    description: 'Gateways that publish to MQTT now as usual, and gateways that have fallen silent.',
    queries: numbers(['gateways_online', 'Online'], ['gateways_silent', 'Silent']),
    unit: 'locale',
  })
    .overrideByQuery('A', [{ id: 'thresholds', value: someThresholds().build() }])
    .overrideByQuery('B', marked('red'));

export const lastPacketPanel = () =>
  withMeshQueries(stat().text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(40)), {
    id: 7,
    title: 'Last packet',
    description:
      'Time since the last packet of any node. Five minutes without one are unusual for a mesh of more than a few nodes; fifteen minutes mean that something is broken: the gateways, the broker, or the collector.',
    queries: numbers(['last_packet_age', '']),
    unit: 's',
  }).thresholds(thresholds([300, 'orange'], [900, 'red']));

export const trafficPanel = () =>
  withMeshQueries(evenCounts(), {
    id: 3,
    title: 'Traffic',
    description:
      'Distinct packets per minute over the part of the time range that traffic is known of, each counted once however many gateways received it, and text messages in the time range.',
    queries: numbers(['packets_per_minute', 'Packets/min'], ['messages', 'Messages']),
  }).overrideByQuery('A', [{ id: 'decimals', value: 1 }]);

export const airPanel = () =>
  withMeshQueries(stat().text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(28)), {
    id: 4,
    title: 'Air',
    description:
      'Highest channel utilization any node reported in the time range (firmware holds back telemetry above 25 %) and highest transmit airtime of a single node in the last hour.',
    queries: numbers(['channel_utilization_max', 'Channel use'], ['air_util_tx_max', 'Airtime']),
    unit: 'percent',
  })
    .thresholds(channelThresholds())
    .overrideByQuery('B', [{ id: 'thresholds', value: airtimeThresholds().build() }]);

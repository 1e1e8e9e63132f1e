/** The numbers at the top: two of a kind in each panel, so that they stand side by side on a phone. */
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import {
  airtimeThresholds,
  channelThresholds,
  noneThresholds,
  someThresholds,
  thresholds,
} from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { stat } from '../panels/stat.js';
import type { StatName } from '@mesh-observatory/contract/stats';

/** A number over the time range, with its name in the panel. */
const numbers = (...stats: readonly (readonly [StatName, string])[]): MeshPanelOptions['queries'] =>
  stats.map(([name, legend]) => ({ queryType: 'stat', stat: name, legend, ...narrowed }));

export const nodesPanel = () =>
  withMeshQueries(stat(), {
    id: 1,
    title: 'Nodes',
    description:
      'Nodes that are heard now (late ones included), and all nodes ever heard. After a start of the collector, a node counts once it is heard.',
    queries: numbers(['nodes_online', 'Online now'], ['nodes_total', 'Known']),
    unit: 'locale',
  }).overrideByQuery('A', [{ id: 'thresholds', value: someThresholds().build() }]);

export const gatewaysPanel = () =>
  withMeshQueries(stat(), {
    id: 2,
    title: 'Gateways',
    description: 'Gateways that publish to MQTT now, and all gateways ever seen.',
    queries: numbers(['gateways_online', 'Online now'], ['gateways_total', 'Known']),
    unit: 'locale',
  }).overrideByQuery('A', [{ id: 'thresholds', value: someThresholds().build() }]);

export const packetsPanel = () =>
  withMeshQueries(stat(), {
    id: 3,
    title: 'Traffic',
    description:
      'Distinct packets per minute over the part of the time range that traffic is known of, each counted once however many gateways received it, and the time since the last one.',
    queries: numbers(['packets_per_minute', 'Packets/min'], ['last_packet_age', 'Last packet']),
  }).overrideByQuery('B', [{ id: 'thresholds', value: thresholds([300, 'orange'], [900, 'red']).build() }]);

export const airPanel = () =>
  withMeshQueries(stat(), {
    id: 4,
    title: 'Air',
    description:
      'Highest channel utilization any node reported in the time range (firmware holds back telemetry above 25 %) and highest transmit airtime of a single node in the last hour.',
    queries: numbers(['channel_utilization_max', 'Highest utilization'], ['air_util_tx_max', 'Highest airtime']),
    unit: 'percent',
  })
    .thresholds(channelThresholds())
    .overrideByQuery('B', [{ id: 'thresholds', value: airtimeThresholds().build() }]);

export const troublePanel = () =>
  withMeshQueries(stat(), {
    id: 5,
    title: 'Needs attention',
    description:
      'Nodes that have not been heard for several times their usual interval, and nodes whose latest battery reading, of the last day, is below 20 % without external power.',
    queries: numbers(['nodes_silent', 'Silent now'], ['battery_low', 'Battery low now']),
    unit: 'locale',
  }).thresholds(noneThresholds());

export const contentPanel = () =>
  withMeshQueries(stat(), {
    id: 6,
    title: 'Content',
    description:
      'Text messages in the time range, and the share of packets that no configured channel key could decrypt.',
    queries: numbers(['messages', 'Messages'], ['undecryptable_ratio', 'Undecryptable']),
  });

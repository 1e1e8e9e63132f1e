import { withMeshQueries } from '../foundation/panel.js';
import { noneThresholds, someThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { bars, namedBy, only } from '../panels/barGauge.js';
import { counts, evenCounts, stat } from '../panels/stat.js';

export const gatewaysNow = () =>
  withMeshQueries(evenCounts(), {
    id: 1,
    title: 'Gateways',
    description: 'Gateways that publish to MQTT now, and all gateways ever seen.',
    queries: [
      { queryType: 'stat', stat: 'gateways_online', legend: 'Online now', ...narrowed },
      { queryType: 'stat', stat: 'gateways_total', legend: 'Known', ...narrowed },
    ],
    unit: 'locale',
  }).overrideByQuery('A', [{ id: 'thresholds', value: someThresholds().build() }]);

export const receptionsNow = () =>
  withMeshQueries(counts(), {
    id: 2,
    title: 'Heard',
    description: 'Distinct packets in the time range, and their receptions by all gateways.',
    queries: [
      { queryType: 'stat', stat: 'packets', legend: 'Packets', ...narrowed },
      { queryType: 'stat', stat: 'receptions', legend: 'Receptions', ...narrowed },
    ],
    unit: 'locale',
  });

export const duplicatesNow = () =>
  withMeshQueries(stat(), {
    id: 3,
    title: 'Duplicates per packet',
    description:
      'Additional gateways that received a packet in the time range, on average. 0 means no gateway backs up another; 2 means three gateways receive everything.',
    queries: [{ queryType: 'stat', stat: 'duplicates_per_packet', legend: 'Per packet', ...narrowed }],
    unit: 'locale',
  });

export const silentGateways = () =>
  withMeshQueries(stat(), {
    id: 4,
    title: 'Longest silence now',
    description: 'Longest current silence of a gateway; 0 while all are online.',
    queries: [{ queryType: 'values', metrics: ['gateway_silent_seconds'], ...narrowed }],
    transformations: [{ id: 'sortBy', options: { sort: [{ field: 'Gateway silent for', desc: false }] } }],
    unit: 's',
  }).thresholds(noneThresholds('red'));

export const exclusiveBars = () =>
  withMeshQueries(bars(12), {
    id: 5,
    title: 'Packets only one gateway heard',
    description:
      'Packets that would be lost without this gateway. A small number beside a large share means others receive the same.',
    noValue: 'No data',
    queries: [{ queryType: 'gateways', ...narrowed }],
    transformations: [only('Name', 'Only here')],
    unit: 'locale',
  }).overrideByFieldType('number', [{ id: 'unit', value: 'locale' }, ...namedBy('Name')]);

import { askMesh } from '../foundation/panel.js';
import { fixedColor, noneThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { bars, namedBy, only } from '../panels/barGauge.js';
import { counts, stat } from '../panels/stat.js';

export const gatewaysNow = () =>
  askMesh(stat(), {
    id: 1,
    title: 'Gateways',
    description: 'Gateways that published to MQTT lately, and all gateways ever seen.',
    queries: [
      { queryType: 'stat', stat: 'gateways_online', legend: 'Online', ...narrowed },
      { queryType: 'stat', stat: 'gateways_total', legend: 'Known', ...narrowed },
    ],
    unit: 'short',
  }).overrideByQuery('A', [{ id: 'color', value: fixedColor('green').build() }]);

export const receptionsNow = () =>
  askMesh(counts(), {
    id: 2,
    title: 'Heard',
    description: 'Different packets in the time range, and the copies of them that all gateways published.',
    queries: [
      { queryType: 'stat', stat: 'packets', legend: 'Packets', ...narrowed },
      { queryType: 'stat', stat: 'receptions', legend: 'Copies', ...narrowed },
    ],
    unit: 'locale',
  });

export const duplicatesNow = () =>
  askMesh(stat(), {
    id: 3,
    title: 'Duplicates per packet',
    description:
      'How many further gateways heard a packet, on average. 0 means that no gateway backs up another; 2 means that three hear everything.',
    queries: [{ queryType: 'stat', stat: 'duplicates_per_packet', legend: 'Per packet', ...narrowed }],
    unit: 'short',
  });

export const silentGateways = () =>
  askMesh(stat(), {
    id: 4,
    title: 'Longest silence',
    description: 'How long the gateway that is silent longest has published nothing; 0 while all are online.',
    queries: [{ queryType: 'values', metrics: ['gateway_silent_seconds'], ...narrowed }],
    transformations: [{ id: 'sortBy', options: { sort: [{ field: 'Gateway silent for', desc: false }] } }],
    unit: 's',
  }).thresholds(noneThresholds('red'));

export const exclusiveBars = () =>
  askMesh(bars(12), {
    id: 5,
    title: 'Packets only one gateway heard',
    description:
      'What would be lost without this gateway. A small number beside a large share means that others hear the same.',
    noValue: 'No gateway has published anything',
    queries: [{ queryType: 'gateways', ...narrowed }],
    transformations: [only('Name', 'Only here')],
    unit: 'locale',
  }).overrideByFieldType('number', [{ id: 'unit', value: 'locale' }, ...namedBy('Name')]);

import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { counts } from '../panels/stat.js';

export const amountNow = () =>
  askMesh(counts(), {
    id: 1,
    title: 'Packets',
    description: 'Different packets in the time range, however many gateways heard each of them.',
    queries: [
      { queryType: 'stat', stat: 'packets', legend: 'In the time range', ...narrowed },
      { queryType: 'stat', stat: 'packets_per_minute', legend: 'Per minute', ...narrowed },
    ],
    unit: 'locale',
  });

export const spreadNow = () =>
  askMesh(counts(), {
    id: 2,
    title: 'Copies',
    description: 'Copies of packets that gateways published, and how many further gateways heard a packet on average.',
    queries: [
      { queryType: 'stat', stat: 'receptions', legend: 'In the time range', ...narrowed },
      { queryType: 'stat', stat: 'duplicates_per_packet', legend: 'Duplicates per packet', ...narrowed },
    ],
    unit: 'locale',
  }).overrideByQuery('B', [{ id: 'decimals', value: 2 }]);

export const decodingNow = () =>
  askMesh(counts(), {
    id: 3,
    title: 'Undecryptable',
    description:
      'Packets of channels whose key the collector does not have. Normal where foreign channels share the frequency; a sudden surge is a key that changed.',
    queries: [
      { queryType: 'stat', stat: 'undecryptable', legend: 'Packets', ...narrowed },
      { queryType: 'stat', stat: 'undecryptable_ratio', legend: 'Share', ...narrowed },
    ],
    unit: 'locale',
  }).overrideByQuery('B', [{ id: 'unit', value: 'percentunit' }]);

import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { counts } from '../panels/stat.js';

export const amountNow = () =>
  withMeshQueries(counts(), {
    id: 1,
    title: 'Packets',
    description: 'Distinct packets in the time range, each counted once however many gateways received it.',
    queries: [
      { queryType: 'stat', stat: 'packets', legend: 'In the time range', ...narrowed },
      { queryType: 'stat', stat: 'packets_per_minute', legend: 'Per minute', ...narrowed },
    ],
    unit: 'locale',
  });

export const spreadNow = () =>
  withMeshQueries(counts(), {
    id: 2,
    title: 'Receptions',
    description: 'Receptions of packets by gateways in the time range, and additional gateways per packet on average.',
    queries: [
      { queryType: 'stat', stat: 'receptions', legend: 'In the time range', ...narrowed },
      { queryType: 'stat', stat: 'duplicates_per_packet', legend: 'Duplicates per packet', ...narrowed },
    ],
    unit: 'locale',
  }).overrideByQuery('B', [{ id: 'decimals', value: 2 }]);

export const decodingNow = () =>
  withMeshQueries(counts(), {
    id: 3,
    title: 'Undecryptable',
    description:
      'Packets in the time range of channels whose key is not configured. Normal where other groups share the frequency; a sudden surge means a key changed.',
    queries: [
      { queryType: 'stat', stat: 'undecryptable', legend: 'Packets', ...narrowed },
      { queryType: 'stat', stat: 'undecryptable_ratio', legend: 'Share', ...narrowed },
    ],
    unit: 'locale',
  }).overrideByQuery('B', [{ id: 'unit', value: 'percentunit' }]);

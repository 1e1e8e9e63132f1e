import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { stackedBars } from '../panels/timeSeries.js';

export const precisionMap = () =>
  withMeshQueries(
    new MeshMapBuilder({
      nodes: { colorBy: 'precisionBits', fadeHours: 0 },
      links: { show: false },
      tracks: { show: false },
      precision: { show: true },
    }),
    {
      id: 20,
      title: 'Precision of positions',
      description:
        'Nodes by the precision of their position: 32 bits are exact, 16 bits about a district, 13 bits several kilometers. Squares show the area a node may be in.',
      noValue: 'No data about positions',
      queries: [{ refId: 'nodes', queryType: 'nodes', ...narrowed }],
      unit: 'suffix: bits',
    },
  )
    .min(10)
    .max(32);

export const readability = () =>
  withMeshQueries(stackedBars(), {
    id: 21,
    title: 'Packets by encryption',
    description:
      'Packets by encryption: decrypted with a configured channel key, not encrypted, for one node only (pki), or undecryptable.',
    queries: [{ queryType: 'traffic', trafficBy: 'outcome', trafficUnit: 'packets_per_minute', ...narrowed }],
    unit: 'suffix: /min',
  }).interval('30m');

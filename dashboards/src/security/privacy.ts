import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { stackedBars } from '../panels/timeSeries.js';

export const precisionMap = () =>
  askMesh(
    new MeshMapBuilder({
      nodes: { colorBy: 'precisionBits', fadeHours: 0 },
      links: { show: false },
      tracks: { show: false },
      precision: { show: true },
    }),
    {
      id: 20,
      title: 'How exactly nodes tell where they are',
      description:
        'Nodes by the bits of their position: 32 is the front door, 16 about the part of a town, 13 several kilometres. Squares show the area a node may be in.',
      noValue: 'No node has told its position',
      queries: [{ refId: 'nodes', queryType: 'nodes', ...narrowed }],
      unit: 'suffix: bits',
    },
  )
    .min(10)
    .max(32);

export const readability = () =>
  askMesh(stackedBars(), {
    id: 21,
    title: 'Who can read what',
    description:
      'Packets by how they were encrypted: decrypted with a known channel key, not encrypted at all, for one node only (pki), or with a key the collector does not have.',
    queries: [{ queryType: 'traffic', trafficBy: 'outcome', trafficUnit: 'packets_per_minute', ...narrowed }],
    unit: 'suffix: /min',
  }).interval('30m');

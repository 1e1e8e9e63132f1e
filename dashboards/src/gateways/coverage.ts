import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';

export const coverageMap = () =>
  askMesh(
    new MeshMapBuilder({
      links: { show: false },
      tracks: { show: false },
      precision: { show: false },
      coverage: { show: true, measure: 'snr' },
    }),
    {
      id: 10,
      title: 'Coverage',
      description:
        'Where senders were when a gateway heard them directly, as hexagons coloured by the best signal-to-noise ratio. Choose a gateway above to see its own coverage; moving nodes draw the best map.',
      noValue: 'No direct reception from a known place',
      queries: [
        { refId: 'nodes', queryType: 'nodes', ...narrowed },
        { refId: 'links', queryType: 'links', linkKinds: ['direct'], ...narrowed },
        { refId: 'tracks', queryType: 'positions', ...narrowed },
        { refId: 'packets', queryType: 'packets', ...narrowed, limit: 2000 },
      ],
    },
  );

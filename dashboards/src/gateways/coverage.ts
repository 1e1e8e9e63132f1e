import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';

export const coverageMap = () =>
  withMeshQueries(
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
        'Positions of senders when a gateway received them directly, as hexagons colored by the best margin above the decoding limit. Choose a gateway above to see its coverage; moving nodes give the best map.',
      noValue: 'No data about direct receptions from known positions',
      queries: [
        { refId: 'nodes', queryType: 'nodes', ...narrowed },
        { refId: 'links', queryType: 'links', linkKinds: ['direct'], ...narrowed },
        { refId: 'tracks', queryType: 'positions', ...narrowed },
        { refId: 'packets', queryType: 'packets', ...narrowed, limit: 2000 },
      ],
    },
  );

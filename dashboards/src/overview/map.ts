import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';

export const mapPanel = () =>
  withMeshQueries(new MeshMapBuilder({ links: { kinds: ['direct', 'neighbor'] }, controls: { playback: true } }), {
    id: 10,
    title: 'Live map',
    description:
      'Nodes colored by when they were last heard, direct links colored by SNR, tracks of moving nodes, waypoints. A circle shows the precision of a position. Click a node for details; play the time range back with the button below.',
    noValue: 'No data about positions',
    queries: [
      { refId: 'nodes', queryType: 'nodes', live: true, ...narrowed },
      { refId: 'links', queryType: 'links', live: true, ...narrowed },
      { refId: 'tracks', queryType: 'positions', live: true, ...narrowed },
      { refId: 'waypoints', queryType: 'waypoints', live: true, ...narrowed },
    ],
  });

import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';

export const mapPanel = () =>
  askMesh(new MeshMapBuilder({ links: { kinds: ['direct', 'neighbor'] }, controls: { playback: true } }), {
    id: 10,
    title: 'Live map',
    description:
      'Nodes by the time they were last heard, who hears whom directly, by signal-to-noise ratio, tracks of what moved. A circle shows how exactly a node tells its position. Click a node for its details; play the time range back with the button below.',
    noValue: 'No node has told its position yet',
    queries: [
      { refId: 'nodes', queryType: 'nodes', live: true, ...narrowed },
      { refId: 'links', queryType: 'links', live: true, ...narrowed },
      { refId: 'tracks', queryType: 'positions', live: true, ...narrowed },
    ],
  });

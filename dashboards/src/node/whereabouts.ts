import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { thisNode } from '../foundation/variables.js';
import { eventsTable } from '../panels/events.js';
import { messagesTable } from '../panels/messages.js';

export const trackMap = () =>
  askMesh(new MeshMapBuilder({ tracks: { arrows: false }, controls: { playback: true, search: false } }), {
    id: 10,
    title: 'Place and track',
    description:
      'Where the node is and has been in the time range, and its links to others. A circle shows how exactly it tells its position.',
    noValue: 'The node has not told its position',
    queries: [
      { refId: 'nodes', queryType: 'nodes', live: true, nodes: ['$node'] },
      { refId: 'links', queryType: 'links', live: true, ...thisNode },
      { refId: 'tracks', queryType: 'positions', live: true, nodes: ['$node'] },
    ],
  });

export const messageList = () =>
  messagesTable({
    id: 11,
    title: 'Messages',
    description: 'What the node wrote in the time range on channels the collector can read.',
    queries: [{ queryType: 'messages', live: true, ...thisNode, limit: 200 }],
  });

export const eventList = () =>
  eventsTable({
    id: 12,
    title: 'What happened',
    description: 'Restarts, silence, changes of name, role, key and firmware, and leaps of its position.',
    queries: [{ queryType: 'events', live: true, nodes: ['$node'], limit: 200 }],
  });

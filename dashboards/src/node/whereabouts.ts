import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { oneNode, thisNode } from '../foundation/variables.js';
import { eventsTable } from '../panels/events.js';
import { messagesTable } from '../panels/messages.js';

export const trackMap = () =>
  withMeshQueries(new MeshMapBuilder({ tracks: { arrows: false }, controls: { playback: true, search: false } }), {
    id: 10,
    title: 'Position and track',
    description:
      'Position and track of the node in the time range, and its links. A circle shows the precision of the position.',
    noValue: 'No data about its position',
    queries: [
      { refId: 'nodes', queryType: 'nodes', live: true, ...oneNode },
      { refId: 'links', queryType: 'links', live: true, ...thisNode },
      { refId: 'tracks', queryType: 'positions', live: true, ...oneNode },
    ],
  });

export const messageList = () =>
  messagesTable({
    id: 11,
    title: 'Messages',
    description: 'Messages of the node in the time range on channels the collector can decrypt.',
    queries: [{ queryType: 'messages', live: true, ...thisNode, limit: 200 }],
  });

export const eventList = () =>
  eventsTable({
    id: 12,
    title: 'Events',
    description: 'Reboots, silence, changes of name, role, key and firmware, and position jumps.',
    queries: [{ queryType: 'events', live: true, ...oneNode, limit: 200 }],
  });

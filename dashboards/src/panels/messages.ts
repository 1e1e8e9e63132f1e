/** Messages as people read them: who, where, what; the newest on top, and new ones as they come. */
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { clock, table, wrapped } from './table.js';

export const messagesTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      text: { name: 'Message', properties: [wrapped] },
      fromName: { name: 'From', width: 85, nodeFrom: 'fromId' },
      time: { width: 90, properties: [clock] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

/** Messages as people read them: who, where, what; the newest on top, and new ones as they come. */
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { since, table, wrapped } from './table.js';

export const messagesTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      time: { width: 140, properties: [since] },
      fromName: { name: 'From', width: 90, nodeFrom: 'fromId' },
      channel: { width: 90 },
      text: { name: 'Message', properties: [wrapped, { id: 'custom.minWidth', value: 180 }] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { clock, table, wrapped } from './table.js';

/** Events, the newest on top. */
export const eventsTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      title: { name: 'Event', nodeFrom: 'nodeId', properties: [wrapped] },
      text: { name: 'Details', properties: [wrapped, { id: 'custom.minWidth', value: 100 }] },
      time: { width: 90, properties: [clock] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

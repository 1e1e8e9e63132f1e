import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { since, table, wrapped } from './table.js';

/** Events, the newest on top. */
export const eventsTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      time: { width: 140, properties: [since] },
      title: { name: 'Event', nodeFrom: 'nodeId', properties: [wrapped] },
      text: { name: 'Details', properties: [wrapped] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

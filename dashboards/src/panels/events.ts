import { askMesh, type MeshPanelFacts } from '../foundation/panel.js';
import { since, table, wrapped } from './table.js';

/** What the collector noticed, the newest on top. */
export const eventsTable = (facts: MeshPanelFacts) =>
  askMesh(
    table({
      time: { width: 140, properties: [since] },
      title: { name: 'What happened', nodeFrom: 'nodeId', properties: [wrapped] },
      text: { name: 'Details', properties: [wrapped] },
    }),
    { noValue: 'Nothing happened in this time range', ...facts },
  );

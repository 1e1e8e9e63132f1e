import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { colorText, exact, since, table, wrapped } from './table.js';

/** Traceroutes: origin, target, and the route in both directions. */
export const traceroutesTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      time: { width: 140, properties: [since] },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 80, nodeFrom: 'toId' },
      answer: { name: 'Answer', width: 120 },
      hops: { width: 65, properties: [exact] },
      weakestMargin: { name: 'Weakest margin', width: 125, properties: [colorText] },
      route: { name: 'Route there', properties: [wrapped] },
      routeBack: { name: 'Route back', properties: [wrapped] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { colorText, exact, since, table, wrapped } from './table.js';

/** Traceroutes: origin, target, and the route in both directions. */
export const traceroutesTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      time: { width: 140, properties: [since] },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 80, nodeFrom: 'toId' },
      complete: { name: 'Answered', width: 85 },
      hops: { width: 65, properties: [exact] },
      weakestSnr: { name: 'Weakest', width: 90, properties: [colorText] },
      route: { name: 'Route there', properties: [wrapped] },
      routeBack: { name: 'Route back', properties: [wrapped] },
    }),
    { noValue: 'No data in this time range', ...facts },
  );

import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { clock, colorText, exact, table, wrapped } from './table.js';

/** Traceroutes: origin, target, and the route in both directions. */
export const traceroutesTable = (facts: MeshPanelOptions, width: 'half' | 'full') =>
  withMeshQueries(
    table({
      ...(width === 'full' ? { time: { width: 90, properties: [clock] } } : {}),
      fromName: { name: 'From', width: 75, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 75, nodeFrom: 'toId' },
      answer: { name: 'Answer', width: 120 },
      ...(width === 'full' ? { hops: { width: 60, properties: [exact] } } : {}),
      weakestMargin: { name: 'Margin', width: 85, properties: [colorText] },
      route: { name: 'Route there', properties: [wrapped] },
      ...(width === 'full' ? { routeBack: { name: 'Route back', properties: [wrapped] } } : {}),
    }),
    { noValue: 'No data in this time range', ...facts },
  );

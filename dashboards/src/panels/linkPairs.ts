/** Two nodes and how they hear each other: one row, both directions. */
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { colorText, exact, since, table, type Columns } from './table.js';

const yes = {
  id: 'mappings',
  value: [
    {
      type: 'value',
      options: {
        true: { text: 'one way', color: 'orange', index: 0 },
        false: { text: 'both ways', color: 'text', index: 1 },
      },
    },
  ],
};

/** Where there is room for them. */
const counted: Columns = {
  count: { name: 'Count →', width: 85, properties: [exact] },
  countBack: { name: 'Count ←', width: 85, properties: [exact] },
  lastSeen: { name: 'Last seen', width: 125, properties: [since] },
};

export const linkPairs = (facts: MeshPanelOptions, sortBy: 'Last seen' | 'Difference') =>
  withMeshQueries(
    table(
      {
        fromLongName: { name: 'Node', nodeFrom: 'fromId' },
        toLongName: { name: 'Other node', nodeFrom: 'toId' },
        snr: { name: '→', width: 85, properties: [colorText] },
        snrBack: { name: '←', width: 85, properties: [colorText] },
        snrDifference: { name: 'Difference', width: 100 },
        oneWay: { name: 'Heard', width: 95, properties: [yes, colorText] },
        ...(sortBy === 'Last seen' ? counted : {}),
      },
      [sortBy, 'descending'],
    ),
    { noValue: 'No data in this time range', ...facts },
  );

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

interface Look {
  readonly sortBy: readonly [displayName: string, order: 'ascending' | 'descending'];
  /** Subject of the table. `node`: one node, which is left out of the rows. */
  readonly columns: 'margin' | 'difference' | 'node';
}

const margin = { width: 85, properties: [colorText] };
const trend = { name: 'Trend', width: 95 };
const seen = { lastSeen: { name: 'Last seen', width: 115, properties: [since] } };
const ends = {
  fromLongName: { name: 'Node', width: 140, nodeFrom: 'fromId' },
  toLongName: { name: 'Other node', width: 140, nodeFrom: 'toId' },
};

const columnsOf: Readonly<Record<Look['columns'], Columns>> = {
  margin: {
    ...ends,
    weakestMargin: { ...margin, name: 'Margin' },
    trend,
    oneWay: { name: 'Heard', width: 90, properties: [yes, colorText] },
    ...seen,
  },
  difference: {
    ...ends,
    snrDifference: { name: 'Difference', width: 95 },
    margin: { ...margin, name: 'There', width: 75 },
    marginBack: { ...margin, name: 'Back', width: 75 },
  },
  node: {
    toLongName: { name: 'Node', nodeFrom: 'toId' },
    marginBack: { ...margin, name: 'I hear them', width: 105 },
    margin: { ...margin, name: 'They hear me', width: 115 },
    trend,
    oneWay: { name: 'Heard', width: 90, properties: [yes, colorText] },
    countBack: { name: 'Heard by me', width: 110, properties: [exact] },
    count: { name: 'Heard by them', width: 120, properties: [exact] },
    ...seen,
  },
};

export const linkPairs = (facts: MeshPanelOptions, { sortBy, columns }: Look) =>
  withMeshQueries(table(columnsOf[columns], sortBy), { noValue: 'No data in this time range', ...facts });

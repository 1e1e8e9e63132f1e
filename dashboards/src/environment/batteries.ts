import { withMeshQueries } from '../foundation/panel.js';
import type { MeshNarrowing } from '../foundation/meshtastic.js';
import { colorText, exact, table } from '../panels/table.js';

const node = { longName: { name: 'Node', nodeFrom: 'nodeId' } };

export const batteriesTable = (id: number, narrowing: MeshNarrowing) =>
  withMeshQueries(
    table({
      ...node,
      power: { width: 85 },
      level: { width: 75, properties: [colorText] },
      trend: { width: 85 },
      lasts: { width: 135 },
    }),
    {
      id,
      title: 'Batteries',
      description:
        'Those that are empty first are on top; hours and days at the pace of the last days. Solar nodes need two days of history, others three hours. A silent node has no battery level, but the one it had when it was last heard.',
      noValue: 'No data about batteries',
      queries: [{ queryType: 'batteries', live: true, ...narrowing }],
    },
  );

/** Rows of nodes without a panel have no balance. */
const onlySolar = {
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'any',
    filters: [{ fieldName: 'Power', config: { id: 'equal', options: { value: 'Solar' } } }],
  },
};

export const solarBalance = (id: number, narrowing: MeshNarrowing) =>
  withMeshQueries(
    table({
      ...node,
      chargedByDay: { width: 121 },
      usedByNight: { width: 115 },
      daysWithoutSun: { width: 136, properties: [exact, { id: 'decimals', value: 1 }] },
    }),
    {
      id,
      title: 'Solar balance',
      description:
        'What the sun adds by day and the night takes, and how long the battery would last without any sun. A node that uses more by night than it charges by day runs down; below two days without sun it will not survive a dull week.',
      noValue: 'No data of nodes that the sun charges',
      queries: [{ queryType: 'batteries', ...narrowing }],
      transformations: [onlySolar],
    },
  );

import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars } from '../panels/barGauge.js';
import { exact, since, table, wrapped } from '../panels/table.js';

const query = { queryType: 'inventory' as const, ...narrowed };
const noValue = 'No data in this time range';

/** Counts nodes by the value of a field, the most frequent first. */
const countedBy = (field: string): DataTransformerConfig[] => [
  {
    id: 'groupBy',
    options: {
      fields: {
        [field]: { aggregations: [], operation: 'groupby' },
        Id: { aggregations: ['count'], operation: 'aggregate' },
      },
    },
  },
  { id: 'sortBy', options: { sort: [{ field: 'Id (count)', desc: true }] } },
];

const distribution = (id: number, title: string, description: string) =>
  withMeshQueries(bars(12), {
    ...{ id, title, description, noValue, queries: [query] },
    transformations: countedBy(title),
    unit: 'locale',
  }).overrideByFieldType('number', [{ id: 'displayName', value: `\${__data.fields["${title}"]}` }]);

export const byFirmware = () =>
  distribution(1, 'Firmware', 'Nodes by firmware version. Only nodes that send map reports or their metadata tell it.');
export const byHardware = () => distribution(2, 'Hardware', 'Nodes by hardware model, as they announce it.');
export const byRole = () =>
  distribution(3, 'Role', 'Nodes by role. Only nodes on high ground that hear many others should be routers.');
export const byHopLimit = () =>
  distribution(
    4,
    'Hop limit',
    'Nodes by the highest hop limit of their packets in the last day. 3 is enough for most meshes; every hop more costs airtime of everybody.',
  );

export const nodes = () =>
  withMeshQueries(
    table({
      label: { name: 'Node', width: 180, nodeFrom: 'nodeId' },
      hint: { name: 'Hint', properties: [wrapped, { id: 'custom.minWidth', value: 210 }] },
      role: { name: 'Role', width: 110 },
      hopLimit: { name: 'Hop limit', width: 85 },
      neighbors: { name: 'Neighbors', width: 90, properties: [exact] },
      firmware: { name: 'Firmware', width: 110 },
      hwModel: { name: 'Hardware', width: 150 },
      lastHeard: { name: 'Last heard', width: 125, properties: [since] },
    }),
    {
      id: 5,
      title: 'Nodes and hints',
      description:
        'Every node heard in the time range, those with a hint first: routers in a valley or with few neighbors, hop limits that are too high, positions and telemetry too often. A hint is advice for the owner of the node, not a fault.',
      noValue,
      queries: [query],
    },
  );

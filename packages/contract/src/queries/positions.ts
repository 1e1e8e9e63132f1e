import type { Columns } from '../columns.js';
import type { QueryDefinition } from './query-definition.js';

export const positions = {
  title: 'Positions',
  description: 'Positions of nodes over time: tracks on a map',
  answer:
    'Movement of nodes: rows by node and time, thinned to `maxDataPoints` per node. Positions of one precision, each farther from the one before than both can be wrong; never those of map reports.',
  options: [],
  limit: { of: 'positions', default: 20_000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

export const positionColumns = {
  time: { type: 'time', title: 'Time', nullable: false, key: true },
  nodeId: { type: 'string', title: 'Node', node: 'nodeId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
  latitude: { type: 'number', title: 'Latitude', decimals: 5 },
  longitude: { type: 'number', title: 'Longitude', decimals: 5 },
  altitude: { type: 'number', title: 'Altitude', unit: 'lengthm' },
  groundSpeed: { type: 'number', title: 'Speed', unit: 'velocitykmh' },
  groundTrack: { type: 'number', title: 'Heading', unit: 'degree' },
  precisionBits: { type: 'number', title: 'Precision bits' },
} as const satisfies Columns;

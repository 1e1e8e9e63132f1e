import type { Columns } from '../columns.js';
import { roleTitles } from '../roles.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const inventory = {
  title: 'Inventory',
  description: 'Firmware, hardware, role and hop limit of every node, with hints',
  answer:
    'One row per node heard in the range: firmware, hardware, role, hop limit, direct neighbors, and a hint when a setting harms the mesh. Those with hints come first.',
  options: [],
  limit: { of: 'nodes', default: 5000 },
  search: 'Part of a name or an id',
} as const satisfies QueryDefinition;

export const inventoryColumns = {
  label: { type: 'string', title: 'Name or id', nullable: false, node: 'nodeId' },
  hint: { type: 'string', title: 'Hint' },
  role: { type: 'string', title: 'Role', nullable: false, words: roleTitles },
  hopLimit: { type: 'string', title: 'Hop limit', description: 'Highest of the last day', nullable: false },
  neighbors: {
    type: 'number',
    title: 'Direct neighbors',
    description: 'Nodes it hears, or that hear it, without a relay',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  firmware: { type: 'string', title: 'Firmware', nullable: false },
  hwModel: { type: 'string', title: 'Hardware', nullable: false },
  modemPreset: { type: 'string', title: 'Modem preset', nullable: false },
  lastHeard: { type: 'time', title: 'Last heard', nullable: false },
  nodeId: { type: 'string', title: 'Id', key: true, hidden: true },
} as const satisfies Columns;

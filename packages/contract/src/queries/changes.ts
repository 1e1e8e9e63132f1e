import type { Columns } from '../columns.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const changes = {
  title: 'Changes',
  description: 'What is different from the time before: nodes, links, firmware, traffic',
  answer:
    'One row per kind of change in the range, also when there was none: how many, and which. Traffic is compared with the same hours one day earlier, or as many days as the range is long.',
  options: [],
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

export const changeColumns = {
  title: { type: 'string', title: 'Change', nullable: false },
  count: {
    type: 'number',
    title: 'Number',
    description: 'Empty: not known, because the collector has no data from before',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  detail: { type: 'string', title: 'Which', nullable: false },
  kind: { type: 'string', title: 'Kind', nullable: false, key: true, hidden: true },
  page: { type: 'string', title: 'Dashboard', description: 'Where to look', nullable: false, hidden: true },
} as const satisfies Columns;

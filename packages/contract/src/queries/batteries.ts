import type { Columns } from '../columns.js';
import type { QueryDefinition } from './query-definition.js';

export const batteries = {
  title: 'Batteries',
  description: 'Charge, trend and forecast of every battery, and the balance of solar nodes',
  answer:
    'One row per node that reports a battery, those that are empty first on top. Trend, forecast and balance are those of the last three to seven days, whatever the range.',
  options: ['thresholds'],
  limit: { of: 'nodes', default: 500 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

const PERCENT_PER_DAY = 'suffix: %/d';

export const batteryColumns = {
  nodeId: { type: 'string', title: 'Node', node: 'nodeId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
  longName: { type: 'string', title: 'Name', node: 'nodeId' },
  power: {
    type: 'string',
    title: 'Power',
    description:
      'Solar: the charge rises by day. Battery: it did not rise while the sun was up. Empty: too little history to tell',
  },
  level: {
    type: 'number',
    title: 'Battery',
    description: 'Empty when the node is silent or the reading is older than a day',
    unit: 'percent',
    quantity: 'battery',
  },
  levelAt: { type: 'time', title: 'Battery from' },
  trend: { type: 'number', title: 'Trend', description: 'Change of the charge per day', unit: PERCENT_PER_DAY },
  lasts: { type: 'string', title: 'Lasts', description: 'At the present trend, or why that is not known' },
  hoursLeft: { type: 'number', title: 'Hours left', unit: 'h', decimals: 0 },
  chargedByDay: {
    type: 'number',
    title: 'Charged by day',
    description: 'Of solar nodes: mean rise of the charge while the sun is up',
    unit: PERCENT_PER_DAY,
  },
  usedByNight: {
    type: 'number',
    title: 'Used by night',
    description: 'Of solar nodes: mean fall of the charge while the sun is down',
    unit: PERCENT_PER_DAY,
  },
  daysWithoutSun: {
    type: 'number',
    title: 'Days without sun',
    description: 'Of solar nodes: time until empty at the pace of its nights',
    unit: 'd',
    decimals: 1,
  },
} as const satisfies Columns;

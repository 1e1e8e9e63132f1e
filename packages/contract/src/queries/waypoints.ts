import type { QueryDefinition } from './query-definition.js';

export const waypoints = {
  title: 'Waypoints',
  description: 'Places people marked on their maps, with name, icon and expiry',
  answer:
    'One row per waypoint that exists at the end of the range (sent before, neither expired nor deleted), the latest changed first; `nodes` are those that sent it, `search` looks in name and description.',
  options: [],
  limit: { of: 'waypoints', default: 1000 },
  search: 'Part of the name or the description',
} as const satisfies QueryDefinition;

import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { since, table, wrapped } from '../panels/table.js';

/** Points of interest that people share on the map. */
export const waypoints = () =>
  withMeshQueries(
    table(
      {
        time: { name: 'Shared', width: 125, properties: [since] },
        icon: { name: 'Icon', width: 60 },
        name: { name: 'Waypoint', width: 200 },
        description: { name: 'Description', properties: [wrapped] },
        fromName: { name: 'From', width: 90, nodeFrom: 'fromId' },
        channel: { width: 110 },
        expiresAt: { name: 'Expires', width: 125, properties: [since] },
      },
      ['Shared', 'descending'],
    ),
    {
      id: 14,
      title: 'Waypoints',
      description:
        'Waypoints that exist at the end of the time range: shared, neither expired nor deleted. They are also on the map of the overview.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'waypoints', live: true, ...narrowed }],
    },
  );

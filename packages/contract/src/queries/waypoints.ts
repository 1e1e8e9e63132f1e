import type { Columns } from '../columns.js';
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

export const waypointColumns = {
  time: { type: 'time', title: 'Time', nullable: false },
  id: { type: 'number', title: 'Id', decimals: 0, key: true },
  name: { type: 'string', title: 'Name' },
  description: { type: 'string', title: 'Description' },
  icon: { type: 'string', title: 'Icon' },
  latitude: { type: 'number', title: 'Latitude', decimals: 5 },
  longitude: { type: 'number', title: 'Longitude', decimals: 5 },
  fromId: { type: 'string', title: 'From', node: 'fromId' },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  channel: { type: 'string', title: 'Channel' },
  lockedTo: { type: 'string', title: 'Locked to', node: 'lockedTo' },
  geofenceRadius: { type: 'number', title: 'Geofence radius', unit: 'lengthm' },
  geofenceWest: { type: 'number', title: 'Geofence west', decimals: 5, hidden: true },
  geofenceSouth: { type: 'number', title: 'Geofence south', decimals: 5, hidden: true },
  geofenceEast: { type: 'number', title: 'Geofence east', decimals: 5, hidden: true },
  geofenceNorth: { type: 'number', title: 'Geofence north', decimals: 5, hidden: true },
  expiresAt: { type: 'time', title: 'Expires' },
} as const satisfies Columns;

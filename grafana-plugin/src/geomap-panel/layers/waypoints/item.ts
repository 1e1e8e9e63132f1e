import { t } from '@grafana/i18n';
import { plainRow, type Description } from '../../describe/description';
import type { DescribeContext } from '../../describe/fieldRows';
import { formatMoment, formatTime } from '../../describe/format';
import type { ItemKind } from '../item';
import type { MapWaypoint } from './data';

/** Radius of a waypoint's marker in pixels. */
export const WAYPOINT_RADIUS = 11;

function describeWaypoint(waypoint: MapWaypoint, { at, timeZone }: DescribeContext): Description {
  const { icon, name, description, origin, time, expiresAt, ref } = waypoint;
  const title = name === '' ? t('describe.waypoint', 'Waypoint') : name;
  return {
    title: `${icon} ${title}`.trim(),
    subtitle: description,
    color: undefined,
    rows: [
      ...(origin === undefined ? [] : [plainRow(t('describe.waypoint-sender', 'Shared by'), origin)]),
      ...(time === undefined
        ? []
        : [plainRow(t('describe.waypoint-time', 'Updated'), formatMoment(time, at, timeZone))]),
      ...(expiresAt === undefined
        ? []
        : [plainRow(t('describe.waypoint-expiry', 'Expires'), formatTime(expiresAt, timeZone))]),
    ],
    ref,
  };
}

export const waypointItem: ItemKind<MapWaypoint> = {
  type: 'waypoint',
  rank: 10,
  describe: describeWaypoint,
  reach: () => WAYPOINT_RADIUS,
};

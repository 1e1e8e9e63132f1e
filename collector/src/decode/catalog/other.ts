import { rowsOf, units } from './row.js';

const { number, seconds, minutes, meters, index } = units;
/** Fields without presence of which 0 is no possible value. */
const notSet = { zero: 'absent' } as const;

/** Phones and other devices a node sees around it. */
const paxcounterRows = rowsOf('paxcounter', (add) => [
  add('wifi', 'Wi-Fi devices', number, 'Wi-Fi devices seen nearby', { name: 'paxcounter_wifi_devices' }),
  add('ble', 'Bluetooth devices', number, 'Bluetooth devices seen nearby', { name: 'paxcounter_ble_devices' }),
  add('uptime_seconds', 'Uptime (paxcounter)', seconds, 'Time since the last restart', notSet),
]);

/** Store-and-forward routers. */
const storeForwardRows = rowsOf('store_forward', (add) => [
  add('messages_total', 'Messages seen', number, 'Messages the router has seen', { kind: 'counter' }),
  add('messages_saved', 'Messages kept', number, 'Messages in the history'),
  add('messages_max', 'History size', number, 'Messages the history can hold', notSet),
  add('up_time', 'Uptime (store and forward)', seconds, 'Time since the last restart', {
    ...notSet,
    name: 'store_forward_uptime',
  }),
  add('requests', 'Requests', number, 'Requests from clients', { kind: 'counter' }),
  add('requests_history', 'History requests', number, 'Requests for the history', {
    kind: 'counter',
    name: 'store_forward_history_requests',
  }),
  add('heartbeat', 'Heartbeat', number, '1 when the router announces itself', { kind: 'state', max: 1 }),
  add('return_max', 'Messages per request', number, 'Most messages one request returns', notSet),
  add('return_window', 'History window', minutes, 'How far back a request can reach', notSet),
  add('heartbeat_period', 'Heartbeat period', seconds, 'Time between announcements', notSet),
  add('history_messages', 'Messages returned', number, 'Messages sent in answer to a request'),
]);

/** Quality of a position; the place itself has a table of its own. */
const positionRows = rowsOf('position', (add) => {
  const dilution = { zero: 'absent', scale: 0.01, max: 100 } as const;
  return [
    add('pdop', 'Position dilution', index, 'Dilution of precision of the position (PDOP), 1 is ideal', dilution),
    add('hdop', 'Horizontal dilution', index, 'Horizontal dilution of precision (HDOP), 1 is ideal', dilution),
    add('vdop', 'Vertical dilution', index, 'Vertical dilution of precision (VDOP), 1 is ideal', dilution),
    add('sats_in_view', 'Satellites', number, 'Satellites the receiver uses', { ...notSet, max: 255 }),
    add('fix_quality', 'Fix quality', number, 'Quality of the fix by NMEA GGA: 1 = GPS, 2 = differential', {
      ...notSet,
      kind: 'state',
      max: 9,
    }),
    add('fix_type', 'Fix type', number, '2 = without altitude, 3 = with altitude', {
      ...notSet,
      kind: 'state',
      max: 9,
    }),
    add('altitude_hae', 'Altitude above ellipsoid', meters, 'Height above the WGS 84 ellipsoid', {
      name: 'position_altitude_ellipsoid',
    }),
    add('altitude_geoidal_separation', 'Geoidal separation', meters, 'Height of the sea level above the ellipsoid', {
      name: 'position_geoidal_separation',
      min: -200,
      max: 200,
    }),
  ];
});

/** Numbers of ports other than TELEMETRY_APP. */
export const otherRows = [...paxcounterRows, ...storeForwardRows, ...positionRows];

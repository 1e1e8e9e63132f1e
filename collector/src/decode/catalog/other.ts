import { rowsOf, units } from './row.js';

const { number, seconds, minutes } = units;

/** Phones and other devices a node sees around it. */
const paxcounterRows = rowsOf('paxcounter', (add) => [
  add('wifi', 'Wi-Fi devices', number, 'Wi-Fi devices seen nearby', { name: 'paxcounter_wifi_devices' }),
  add('ble', 'Bluetooth devices', number, 'Bluetooth devices seen nearby', { name: 'paxcounter_ble_devices' }),
  add('uptime_seconds', 'Uptime (paxcounter)', seconds, 'Time since the last restart'),
]);

/** Store-and-forward routers. */
const storeForwardRows = rowsOf('store_forward', (add) => [
  add('messages_total', 'Messages seen', number, 'Messages the router has seen', { kind: 'counter' }),
  add('messages_saved', 'Messages kept', number, 'Messages in the history'),
  add('messages_max', 'History size', number, 'Messages the history can hold'),
  add('up_time', 'Uptime (store and forward)', seconds, 'Time since the last restart', {
    name: 'store_forward_uptime',
  }),
  add('requests', 'Requests', number, 'Requests from clients', { kind: 'counter' }),
  add('requests_history', 'History requests', number, 'Requests for the history', {
    kind: 'counter',
    name: 'store_forward_history_requests',
  }),
  add('heartbeat', 'Heartbeat', number, '1 when the router announces itself', { kind: 'state', max: 1 }),
  add('return_max', 'Messages per request', number, 'Most messages one request returns'),
  add('return_window', 'History window', minutes, 'How far back a request can reach'),
  add('heartbeat_period', 'Heartbeat period', seconds, 'Time between announcements'),
  add('history_messages', 'Messages returned', number, 'Messages sent in answer to a request'),
]);

/** Numbers of ports other than TELEMETRY_APP. */
export const otherRows = [...paxcounterRows, ...storeForwardRows];

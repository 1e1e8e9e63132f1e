import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';

/**
 * Silence after which a node counts as offline, by Meshtastic role. Other roles: 2 h, as in the firmware itself.
 *
 * | role | silence | because |
 * |---|---|---|
 * | ROUTER, ROUTER_LATE, ROUTER_CLIENT, REPEATER | 13 h | they send telemetry and position every 12 h |
 * | SENSOR, TRACKER, TAK_TRACKER | 3 h | they sleep between readings, usually for up to an hour, and one may be lost |
 * | CLIENT_HIDDEN | 25 h | it sends only when it has to |
 */
export const SILENCE_BY_ROLE: Readonly<Record<string, number>> = {
  ROUTER: 13 * HOUR_MS,
  ROUTER_LATE: 13 * HOUR_MS,
  ROUTER_CLIENT: 13 * HOUR_MS,
  REPEATER: 13 * HOUR_MS,
  SENSOR: 3 * HOUR_MS,
  TRACKER: 3 * HOUR_MS,
  TAK_TRACKER: 3 * HOUR_MS,
  CLIENT_HIDDEN: 25 * HOUR_MS,
};
export const DEFAULT_SILENCE_MS = 2 * HOUR_MS;

/** Milliseconds by role; null = the role is unknown. */
export type Silence = (role: string | null) => number;

export const silenceOf: Silence = (role) => SILENCE_BY_ROLE[role ?? ''] ?? DEFAULT_SILENCE_MS;

/** Every gateway publishes something of its own once an hour (telemetry, map report), however quiet its mesh is. */
export const GATEWAY_SILENCE_MS = 70 * MINUTE_MS;

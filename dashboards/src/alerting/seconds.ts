/** Lengths of time in seconds, as Grafana counts ranges. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

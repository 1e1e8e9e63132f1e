/** Header in which a client with the token says what it asks for. */
export const PURPOSE_HEADER = 'x-mesh-observatory-purpose';

/** Queries of alert rules: the collector serves them from a share of their own, whatever dashboards ask for meanwhile. */
export const ALERT_PURPOSE = 'alert';

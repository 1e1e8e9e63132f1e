export const APP_ID = 'meshobservatory-meshtastic-app';
export const DATA_SOURCE_TYPE = 'meshobservatory-meshtastic-datasource';
/** Uid of the data source that dashboards, alert rules and this app use. */
export const DATA_SOURCE_UID = 'mesh-observatory';
export const DATA_SOURCE_NAME = 'Mesh Observatory';
/** Tag of the bundled dashboards. */
export const DASHBOARD_TAG = 'mesh-observatory';

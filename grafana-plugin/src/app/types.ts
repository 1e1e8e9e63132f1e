/** The app has no settings of its own; its configuration page manages the data source. */
export type AppSettings = Record<string, never>;

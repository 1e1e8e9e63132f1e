/** The app keeps nothing of its own: what it manages is the data source. */
export type AppSettings = Record<string, never>;

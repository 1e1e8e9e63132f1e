/** Version of the saved form of the plugin's queries. A test holds it to the plugin's. */
export const QUERY_VERSION = 1;

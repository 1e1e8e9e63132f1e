/** Version of the saved form of queries. 1 was one flat set of options for every type. */
export const QUERY_VERSION = 2;

import { wordsOf } from './vocabulary.js';

/** Keys of the ad hoc filters of a dashboard. */
export const adhocKeys = {
  node: { title: 'Node' },
  gateway: { title: 'Gateway' },
  channel: { title: 'Channel' },
  role: { title: 'Role' },
  hwModel: { title: 'Hardware' },
  port: { title: 'Port' },
  region: { title: 'Region' },
  kind: { title: 'Kind' },
} as const;
export type AdhocKey = keyof typeof adhocKeys;
export const adhocKeyNames = wordsOf(adhocKeys);

/** Grafana's operators; `=|` and `!=|` are "one of" and "none of". */
export const adhocOperators = ['=', '!=', '=~', '!~', '=|', '!=|'] as const;
export type AdhocOperator = (typeof adhocOperators)[number];

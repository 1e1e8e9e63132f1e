/** Kinds of data whose retention can be set separately. */
export const retentionKinds = [
  'packets',
  'positions',
  'telemetry',
  'messages',
  'traceroutes',
  'links',
  'events',
  'traffic',
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

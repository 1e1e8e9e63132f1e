/** Constants of the live protocol; `live.ts` has its messages. */
export const LIVE_PROTOCOL = 1;
/** Path of the WebSocket. */
export const LIVE_PATH = '/api/ws';
/** `Sec-WebSocket-Protocol` the server selects when it is offered. */
export const LIVE_SUBPROTOCOL = 'mesh-observatory.v1';
/** Browsers cannot set headers: they offer a second subprotocol, this followed by the token as base64url. */
export const LIVE_TOKEN_PREFIX = 'bearer.';

/** Kinds of changes a client can subscribe to. */
export const liveKinds = [
  'nodes',
  'positions',
  'telemetry',
  'messages',
  'links',
  'events',
  'gateways',
  'traceroutes',
  'waypoints',
  'packets',
] as const;
export type LiveKind = (typeof liveKinds)[number];
/** Kinds of a new connection that does not choose: everything but the raw packet feed. */
export const defaultLiveKinds: readonly LiveKind[] = liveKinds.filter((kind) => kind !== 'packets');

import type { PresenceState } from '@mesh-observatory/contract/presence';

/** A row of `gateways` with its state. */
export interface GatewayRow {
  readonly gateway_num: number;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly state: PresenceState;
  readonly receptions: number;
}

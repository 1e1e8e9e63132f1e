/** A row of `gateways`. */
export interface GatewayRow {
  readonly gateway_num: number;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly online: number;
  readonly receptions: number;
}

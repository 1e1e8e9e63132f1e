import { MAX_HOPS, type PacketFlag } from '../model.js';

export interface Hops {
  /** null when unknown or out of range. */
  readonly hopStart: number | null;
  readonly hopLimit: number | null;
  readonly hopsAway: number | null;
  readonly flags: readonly PacketFlag[];
}

/**
 * How often a packet was relayed before the gateway heard it. `hopStart` 0 means "sent with no hops" only from firmware
 * that has a bitfield (2.5 and later); older firmware never set it, and an undecryptable packet does not show it.
 */
export function hopsOf(hopStart: number, hopLimit: number, hasBitfield: boolean): Hops {
  const inRange = (value: number): number | null => (value >= 0 && value <= MAX_HOPS ? value : null);
  const known = { hopStart: hopStart === 0 && !hasBitfield ? null : inRange(hopStart), hopLimit: inRange(hopLimit) };
  if (known.hopLimit === null || inRange(hopStart) === null) {
    return { ...known, hopsAway: null, flags: ['hops_out_of_range'] };
  }
  if (known.hopStart === null) return { ...known, hopsAway: null, flags: [] };
  if (known.hopLimit > known.hopStart) {
    return { ...known, hopsAway: null, flags: [hopStart === 0 ? 'hop_start_missing' : 'hop_limit_above_start'] };
  }
  return { ...known, hopsAway: known.hopStart - known.hopLimit, flags: [] };
}

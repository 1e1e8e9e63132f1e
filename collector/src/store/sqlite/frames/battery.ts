import type { Node } from '../../../contract/resources.js';

export const BATTERY = 'device_battery_level';
export const POWERED = 'device_powered';
/** What firmware says, and people know, for a node on external power or without a battery. */
export const POWERED_LEVEL = 101;

/** Per cent, or 101 when the node's newest word is that it is on external power; such nodes report no charge. */
export function batteryLevel({ metrics }: Node): number | null {
  const level = metrics[BATTERY];
  const powered = metrics[POWERED];
  if (powered?.value === 1 && powered.at >= (level?.at ?? 0)) return POWERED_LEVEL;
  return level?.value ?? null;
}

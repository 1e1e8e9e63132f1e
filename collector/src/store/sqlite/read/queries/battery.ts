import { BATTERY_POWERED_PERCENT } from '@mesh-observatory/contract/thresholds';
import type { Node } from '@mesh-observatory/contract/resources';

export const BATTERY = 'device_battery_level';
export const POWERED = 'device_powered';
/** Percent, or 101 when the node last reported external power; such nodes report no charge. */
export function batteryLevel({ metrics }: Node): number | null {
  const level = metrics[BATTERY];
  const powered = metrics[POWERED];
  if (powered?.value === 1 && powered.at >= (level?.at ?? 0)) return BATTERY_POWERED_PERCENT;
  return level?.value ?? null;
}

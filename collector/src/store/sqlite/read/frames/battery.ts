import type { Node } from '@mesh-observatory/contract/resources';
import { BATTERY_POWERED_PERCENT } from '@mesh-observatory/contract/thresholds';
import { readCatalogEntries } from '../catalog.js';
import type { FrameContext } from './context.js';
import { latestInRange, latestOrUnknown, type LatestOrUnknown } from './latest-values.js';

export const BATTERY = 'device_battery_level';
export const POWERED = 'device_powered';

/** Percent, or 101 when the node last reported external power; such nodes report no charge. */
export function batteryLevel({ metrics }: Node): number | null {
  const level = metrics[BATTERY];
  const powered = metrics[POWERED];
  if (powered?.value === 1 && powered.at >= (level?.at ?? 0)) return BATTERY_POWERED_PERCENT;
  return level?.value ?? null;
}

/** Ids of the metrics of the battery; undefined while no node has any. */
export function batteryMetricIds({ reader }: FrameContext): {
  battery: number | undefined;
  powered: number | undefined;
} {
  const entries = readCatalogEntries(reader, [BATTERY, POWERED]);
  return { battery: entries.get(BATTERY)?.metric_id, powered: entries.get(POWERED)?.metric_id };
}

/** Latest charge in the range; 101 for nodes that last reported external power. */
export function latestBatteryLevels(context: FrameContext, nums: readonly number[] | null): Map<number, number> {
  const { battery, powered } = batteryMetricIds(context);
  const levels = battery === undefined ? new Map<number, LatestOrUnknown>() : latestOrUnknown(context, battery, nums);
  const found = new Map<number, number>();
  for (const [node, { value }] of levels) if (value !== null) found.set(node, value);
  if (powered === undefined) return found;
  for (const [node, { value, at }] of latestInRange(context, powered, nums)) {
    if (value === 1 && at >= (levels.get(node)?.at ?? 0)) found.set(node, BATTERY_POWERED_PERCENT);
  }
  return found;
}

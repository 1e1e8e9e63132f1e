import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { Random } from './prng.js';

export type PowerSource = 'mains' | 'solar' | 'battery';

export interface BatteryReading {
  /** 0–100; 101 = externally powered. */
  readonly level: number;
  readonly voltage: number;
  /** mA into (positive) or out of the battery. */
  readonly currentMilliamps: number;
}

export interface BatteryState {
  readonly source: PowerSource;
  /** Percent per hour used by the radio. */
  readonly drainPerHour: number;
  /** Percent per hour won in full sun, or from the charger. */
  readonly chargePerHour: number;
  /** A battery that hardly holds anything: never above this percentage. */
  readonly ceiling: number;
  percent: number;
  charging: boolean;
  updatedAt: number;
}

/** Light and charge are followed in steps of this length. */
const STEP_MS = 600_000;
const CAPACITY_MAH = 3000;

export function createBattery(source: PowerSource, nearlyDead: boolean, startAt: number, random: Random): BatteryState {
  const solar = source === 'solar';
  return {
    source,
    drainPerHour: nearlyDead ? 0.5 : solar ? random.between(0.9, 1.6) : random.between(1.2, 3.2),
    chargePerHour: nearlyDead ? 1.1 : solar ? random.between(6, 11) : 35,
    ceiling: nearlyDead ? 9 : 100,
    percent: nearlyDead ? 6 : solar ? random.between(55, 96) : random.between(22, 98),
    charging: false,
    updatedAt: startAt,
  };
}

/** Discharge curve of one lithium cell. */
function cellVoltage(percent: number): number {
  const share = percent / 100;
  return 3.27 + 0.62 * share + 0.3 * share ** 6 - 0.12 * (1 - share) ** 12;
}

function step(battery: BatteryState, hours: number, sun: number): void {
  if (battery.source === 'battery') {
    if (battery.percent < 15) battery.charging = true;
    if (battery.percent > 99) battery.charging = false;
  }
  const gain = battery.source === 'solar' ? battery.chargePerHour * sun : battery.charging ? battery.chargePerHour : 0;
  battery.percent += (gain - battery.drainPerHour) * hours;
  battery.percent = Math.min(battery.ceiling, Math.max(battery.ceiling < 100 ? 2 : 1, battery.percent));
}

/** Brings a battery up to `now` and reads it. `sunAt(time)` is the share of full sun on the panel, 0–1. */
export function readBattery(battery: BatteryState, now: number, sunAt: (time: number) => number): BatteryReading {
  if (battery.source === 'mains') return { level: 101, voltage: 4.17, currentMilliamps: 0 };
  while (battery.updatedAt < now) {
    const next = Math.min(now, battery.updatedAt + STEP_MS);
    step(battery, (next - battery.updatedAt) / HOUR_MS, sunAt(battery.updatedAt));
    battery.updatedAt = next;
  }
  const gain =
    battery.source === 'solar' ? battery.chargePerHour * sunAt(now) : battery.charging ? battery.chargePerHour : 0;
  const net = gain - battery.drainPerHour;
  return {
    level: battery.charging ? 101 : Math.round(battery.percent),
    voltage: cellVoltage(battery.percent) + Math.max(0, net) * 0.004,
    currentMilliamps: (net / 100) * CAPACITY_MAH,
  };
}

/** Conclusions from the history of a charge: whether the sun fills the battery, how long it lasts, and the balance of a day. */
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import { slopeOf } from './line.js';

/** Mean charge of one hour; Unix ms and percent, oldest first. */
export type HourOfCharge = readonly [hour: number, percent: number];

export interface SolarBalance {
  /** Percent per day. */
  readonly chargedByDay: number;
  readonly usedByNight: number;
  /** undefined = the charge does not fall by night. */
  readonly daysWithoutSun: number | undefined;
}

export interface BatteryHistory {
  /** undefined = too little history to tell. */
  readonly power: 'solar' | 'battery' | undefined;
  /** Percent per day; undefined = too little history. */
  readonly trend: number | undefined;
  readonly balance: SolarBalance | undefined;
}

/** Charge is reported in whole percent: less is a step of the meter. */
const LEAST_RISE = 3;
/** Hours of sunlight without a rise after which a node has no panel. */
const HOURS_OF_SUN = 4;
/** Over less than two days and nights, the night of a solar node would look like the end of its battery. */
const SOLAR_MS = 2 * DAY_MS;
const BATTERY_MS = 3 * HOUR_MS;
/** A pause in the readings says nothing about sun or night. */
const LONGEST_PAUSE_MS = 3 * HOUR_MS;

/** By the sun, not by the clocks of people: 12 is when it is highest. */
function isDaylight(hour: number, longitude: number): boolean {
  const solar = (((hour / HOUR_MS + 0.5 + longitude / 15) % 24) + 24) % 24;
  return solar >= 8 && solar < 17;
}

interface Changes {
  readonly hours: number;
  readonly rise: number;
  readonly fall: number;
}

function changesOf(hours: readonly HourOfCharge[], wanted: (hour: number) => boolean): Changes {
  let [seen, rise, fall] = [0, 0, 0];
  for (const [index, [hour, percent]] of hours.entries()) {
    const before = hours[index - 1];
    if (before === undefined || hour - before[0] > LONGEST_PAUSE_MS || !wanted(hour)) continue;
    seen += (hour - before[0]) / HOUR_MS;
    rise += Math.max(0, percent - before[1]);
    fall += Math.max(0, before[1] - percent);
  }
  return { hours: seen, rise, fall };
}

/** Percent per day of a line through the points. */
function trendOf(hours: readonly HourOfCharge[]): number {
  const first = hours[0]?.[0] ?? 0;
  const points = hours.map(([hour, percent]) => [(hour - first) / DAY_MS, percent] as const);
  const sum = (value: (x: number, y: number) => number) => points.reduce((all, [x, y]) => all + value(x, y), 0);
  return slopeOf({
    w: points.length,
    x: sum((x) => x),
    y: sum((_, y) => y),
    xx: sum((x) => x * x),
    xy: sum((x, y) => x * y),
  });
}

function balanceOf(hours: readonly HourOfCharge[], longitude: number, level: number): SolarBalance | undefined {
  const day = changesOf(hours, (hour) => isDaylight(hour, longitude));
  const night = changesOf(hours, (hour) => !isDaylight(hour, longitude));
  if (day.hours < HOURS_OF_SUN || night.hours < HOURS_OF_SUN) return undefined;
  const perHour = (night.fall - night.rise) / night.hours;
  const [daylight, darkness] = [9, 15];
  return {
    chargedByDay: ((day.rise - day.fall) / day.hours) * daylight,
    usedByNight: perHour * darkness,
    daysWithoutSun: perHour > 0 ? level / perHour / 24 : undefined,
  };
}

/** `hours` since the node was last on external power. */
export function batteryHistory(hours: readonly HourOfCharge[], longitude: number, level: number): BatteryHistory {
  const day = changesOf(hours, (hour) => isDaylight(hour, longitude));
  const solar = day.rise - day.fall >= LEAST_RISE || (day.rise >= 2 * LEAST_RISE && day.hours > 24);
  const power = solar ? 'solar' : day.hours >= HOURS_OF_SUN ? 'battery' : undefined;
  const span = (hours.at(-1)?.[0] ?? 0) - (hours[0]?.[0] ?? 0);
  const needed = power === 'battery' ? BATTERY_MS : SOLAR_MS;
  return {
    power,
    trend:
      span < needed
        ? undefined
        : trendOf(power === 'battery' ? hours.filter(([hour]) => isRecent(hour, hours)) : hours),
    balance: power === 'solar' ? balanceOf(hours, longitude, level) : undefined,
  };
}

/** Of a node without a panel, the use of the last day says more than that of days before. */
const isRecent = (hour: number, hours: readonly HourOfCharge[]) => hour >= (hours.at(-1)?.[0] ?? 0) - DAY_MS;

import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';
import { sendTelemetry, type TelemetryVariant } from './telemetry.js';

const EVERY_MS = 5 * MINUTE_MS;

/** Local hour of the day (the region is an hour ahead of UTC; summer time does not matter here). */
const hourOf = (at: number): number => (at / HOUR_MS + 1) % 24;
const bump = (hour: number, center: number, width: number): number => Math.exp(-(((hour - center) / width) ** 2));

/** Rush hours, washed out by rain. */
function particles(world: World, random: Random): TelemetryVariant {
  const { now } = world.scheduler;
  const hour = hourOf(now);
  const traffic = 8 + 22 * bump(hour, 8, 1.6) + 26 * bump(hour, 17.5, 2.2);
  const pm25 = Math.max(1, (traffic / (1 + world.weather.rainfall(now, 1))) * random.between(0.85, 1.2));
  const counts = { um03: 90 * pm25, um10: 6 * pm25 };
  return {
    case: 'airQualityMetrics',
    value: {
      pm10Standard: Math.round(pm25 * 0.6),
      pm25Standard: Math.round(pm25),
      pm100Standard: Math.round(pm25 * 1.45),
      pm10Environmental: Math.round(pm25 * 0.6),
      pm25Environmental: Math.round(pm25),
      pm100Environmental: Math.round(pm25 * 1.4),
      particles03um: Math.round(counts.um03),
      particles05um: Math.round(counts.um03 * 0.3),
      particles10um: Math.round(counts.um10),
      particles25um: Math.round(counts.um10 * 0.2),
    },
  };
}

/** A seminar room: full by day, with a window opened every hour. */
function carbonDioxide(world: World, random: Random): TelemetryVariant {
  const hour = hourOf(world.scheduler.now);
  const lesson = hour > 8 && hour < 18 ? (hour % 1) * 900 : 0;
  return {
    case: 'airQualityMetrics',
    value: {
      co2: Math.round(430 + lesson + random.normal(0, 12)),
      co2Temperature: 21 + lesson / 600 + random.normal(0, 0.1),
      co2Humidity: 38 + lesson / 120 + random.normal(0, 0.4),
    },
  };
}

export const airQuality: Traffic = (world) => {
  const random = world.random.fork('air quality');
  const start = (node: SimNode, read: (world: World, random: Random) => TelemetryVariant): void => {
    world.every(node, { firstWithinMs: EVERY_MS, everyMs: EVERY_MS }, () =>
      sendTelemetry(world, node, read(world, random)),
    );
  };
  for (const node of world.nodes) {
    if (node.spec.sensors?.includes('particles')) start(node, particles);
    if (node.spec.sensors?.includes('co2')) start(node, carbonDioxide);
  }
};

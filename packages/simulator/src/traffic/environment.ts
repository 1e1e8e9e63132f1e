import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Telemetry } from '@meshtastic/protobufs';
import type { Sensor, SimNode } from '../node.js';
import type { Random } from '../prng.js';
import { sunElevation } from '../solar.js';
import type { Traffic, World } from '../world.js';
import { sendTelemetry } from './telemetry.js';

type Fields = Omit<MessageInitShape<typeof Telemetry.EnvironmentMetricsSchema>, '$typeName'>;
type Reader = (world: World, node: SimNode, random: Random) => Fields;

const EVERY_MS = 4 * MINUTE_MS;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Rooms are heated and lag behind the day; outdoors is the weather. */
const climate: Reader = (world, node, random) => {
  const { now } = world.scheduler;
  const outside = world.weather.celsius(now, node.altitudeMeters, node.place);
  const indoor = node.spec.mount === 'indoor' || node.spec.mount === 'window';
  const celsius = indoor ? 20.5 + 0.12 * (outside - 11) : outside;
  const humidity = world.weather.humidityPercent(now, node.altitudeMeters, node.place);
  return {
    temperature: round(celsius + random.normal(0, 0.15), 2),
    relativeHumidity: round(Math.min(100, (indoor ? 30 + 0.22 * humidity : humidity) + random.normal(0, 0.6)), 1),
    barometricPressure: round(world.weather.pressureHpa(now, node.altitudeMeters) + random.normal(0, 0.05), 2),
  };
};

/** Occupied by day, aired at night. */
function occupancy(world: World): number {
  const hour = (world.scheduler.now / HOUR_MS + 1) % 24;
  return hour > 8 && hour < 18 ? Math.sin(((hour - 8) / 10) * Math.PI) : 0;
}

const gas: Reader = (world, _node, random) => {
  const people = occupancy(world);
  return {
    gasResistance: round(95 - 55 * people + random.normal(0, 3), 1),
    iaq: Math.max(10, Math.round(30 + 110 * people + random.normal(0, 6))),
  };
};

const weather: Reader = (world, node, random) => {
  const { now } = world.scheduler;
  const wind = world.weather.wind(now);
  const sun = world.weather.sun(now, node.place);
  const twilight = Math.max(0, sunElevation(now, node.place) + 6) * 60;
  return {
    windSpeed: round(wind.metersPerSecond, 1),
    windGust: round(wind.metersPerSecond * random.between(1.3, 1.9), 1),
    windLull: round(wind.metersPerSecond * random.between(0.3, 0.7), 1),
    windDirection: (wind.degrees + random.integer(0, 20)) % 360,
    rainfall1h: round(world.weather.rainfall(now, 1), 1),
    rainfall24h: round(world.weather.rainfall(now, 24), 1),
    lux: Math.round(108_000 * sun + (sun > 0 ? twilight : 0)),
    uvLux: Math.round(3800 * sun),
  };
};

const soil: Reader = (world, node, random) => {
  const { now } = world.scheduler;
  const wet = 28 + 3.5 * world.weather.rainfall(now, 24);
  return {
    soilMoisture: Math.round(Math.min(95, wet + random.normal(0, 0.7))),
    // The ground follows the air of three hours ago.
    soilTemperature: round(8 + 0.4 * world.weather.celsius(now - 3 * HOUR_MS, node.altitudeMeters, node.place), 1),
  };
};

/** Distance of the sensor above the water: less of it after rain. */
const waterLevel: Reader = (world, _node, random) => ({
  distance: Math.round(1650 - 22 * world.weather.rainfall(world.scheduler.now - 2 * HOUR_MS, 12) + random.normal(0, 4)),
});

const READERS: Readonly<Partial<Record<Sensor, Reader>>> = { climate, gas, weather, soil, 'water-level': waterLevel };

export const environment: Traffic = (world) => {
  const random = world.random.fork('environment');
  for (const node of world.nodes) {
    const readers = (node.spec.sensors ?? []).flatMap((sensor) => READERS[sensor] ?? []);
    if (readers.length === 0) continue;
    world.every(node, { firstWithinMs: EVERY_MS, everyMs: EVERY_MS }, () => {
      const value = Object.assign({}, ...readers.map((read) => read(world, node, random))) as Fields;
      sendTelemetry(world, node, { case: 'environmentMetrics', value });
    });
  }
};

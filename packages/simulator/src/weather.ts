import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { Coordinates } from './region.js';
import type { Random } from './prng.js';
import { sunlight } from './solar.js';

/** The weather of the region as a function of time: no state, so any moment can be asked for in any order. */
export interface Weather {
  /** 0 clear – 1 overcast. */
  cloudiness(at: number): number;
  /** Share of full sun, 0–1. */
  sun(at: number, place: Coordinates): number;
  celsius(at: number, altitudeMeters: number, place: Coordinates): number;
  humidityPercent(at: number, altitudeMeters: number, place: Coordinates): number;
  /** hPa at the station, not reduced to sea level. */
  pressureHpa(at: number, altitudeMeters: number): number;
  rainMillimetersPerHour(at: number): number;
  /** Rain of the last `hours`, in mm. */
  rainfall(at: number, hours: number): number;
  wind(at: number): { readonly metersPerSecond: number; readonly degrees: number };
}

/** A smooth curve between about -1 and 1 that does not repeat within weeks. */
function drift(random: Random, periodHours: number): (at: number) => number {
  const waves = [1, 2.37, 5.9].map((speed, i) => ({
    frequency: (2 * Math.PI * speed) / (periodHours * HOUR_MS),
    phase: random.between(0, 2 * Math.PI),
    size: [0.6, 0.28, 0.12][i] ?? 0,
  }));
  return (at) => {
    let sum = 0;
    for (const wave of waves) sum += wave.size * Math.sin(at * wave.frequency + wave.phase);
    return sum;
  };
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

export function createWeather(random: Random): Weather {
  const clouds = drift(random.fork('clouds'), 22);
  const front = drift(random.fork('front'), 90);
  const air = drift(random.fork('air'), 55);
  const gusts = drift(random.fork('wind'), 7);
  const turn = drift(random.fork('direction'), 30);

  const cloudiness = (at: number): number => clamp(0.45 + 0.75 * clouds(at), 0, 1);
  const rain = (at: number): number => Math.max(0, cloudiness(at) - 0.82) * 18 * (1 + 0.5 * gusts(at));
  // A grid of fixed ten-minute marks, so that the sum grows and shrinks smoothly from one report to the next.
  function rainfall(at: number, hours: number): number {
    const mark = HOUR_MS / 6;
    let sum = 0;
    for (let time = Math.ceil((at - hours * HOUR_MS) / mark) * mark; time <= at; time += mark) sum += rain(time) / 6;
    return sum;
  }
  function celsius(at: number, altitudeMeters: number, place: Coordinates): number {
    const season = -10 * Math.cos((2 * Math.PI * ((at % (365.25 * DAY_MS)) / DAY_MS - 15)) / 365.25);
    // Warmest about two hours after the sun stands highest.
    const local = ((at / HOUR_MS + place.longitude / 15) % 24) - 14;
    const daily = (1 - 0.6 * cloudiness(at)) * 5.5 * Math.cos((2 * Math.PI * local) / 24);
    return 11.5 + season + daily + 3.5 * air(at) - 0.0062 * (altitudeMeters - 280);
  }

  return {
    cloudiness,
    sun: (at, place) => sunlight(at, place, cloudiness(at)),
    celsius,
    humidityPercent: (at, altitude, place) =>
      clamp(78 + 14 * (cloudiness(at) - 0.5) - 2.2 * (celsius(at, altitude, place) - 11) + rain(at), 22, 99),
    pressureHpa: (at, altitude) => (1016 + 9 * front(at)) * (1 - 2.25577e-5 * altitude) ** 5.25588,
    rainMillimetersPerHour: rain,
    rainfall,
    wind: (at) => ({
      metersPerSecond: Math.max(0.2, 3.2 + 2.6 * gusts(at) + 2 * front(at)),
      degrees: Math.round((((230 + 110 * turn(at)) % 360) + 360) % 360),
    }),
  };
}

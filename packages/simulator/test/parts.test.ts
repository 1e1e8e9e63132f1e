import { describe, expect, it } from '@jest/globals';
import { airtimeMs, createAirtimeMeter } from '../src/airtime.js';
import { createBattery, readBattery } from '../src/battery.js';
import { createMovement } from '../src/journey.js';
import { createRandom } from '../src/prng.js';
import { createScheduler } from '../src/scheduler.js';
import { sunElevation, sunlight } from '../src/solar.js';
import { createTerrain, distanceKm, knifeEdgeLossDb } from '../src/terrain.js';
import { coarsen } from '../src/traffic/position.js';
import { createWeather } from '../src/weather.js';
import { createWireClock } from '../src/wire-clock.js';

const freiburg = { latitude: 47.9955, longitude: 7.8527 };
const HOUR_MS = 3_600_000;

describe('random numbers', () => {
  it('repeat for the same seed and differ for another', () => {
    const draw = (seed: number) => Array.from({ length: 8 }, createRandom(seed).uint32);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('fork into streams that do not depend on what was drawn before', () => {
    const fresh = createRandom(5).fork('a').uint32();
    const used = createRandom(5);
    used.uint32();
    expect(used.fork('a').uint32()).toBe(fresh);
    expect(used.fork('b').uint32()).not.toBe(fresh);
  });

  it('draw a bell with the mean and deviation asked for', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(10, 1);
    expect(deviation).toBeGreaterThan(1.9);
    expect(deviation).toBeLessThan(2.1);
  });

  it('refuse to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow('empty list');
  });
});

describe('the scheduler', () => {
  it('runs actions in time order, ties in the order they were planned', () => {
    const scheduler = createScheduler(100);
    const ran: string[] = [];
    scheduler.at(300, () => ran.push('c'));
    scheduler.at(200, () => ran.push('a'));
    scheduler.at(200, () => ran.push('b'));
    scheduler.at(50, () => ran.push('late'));
    const times: number[] = [];
    while (scheduler.nextAt() !== undefined) {
      scheduler.runNext();
      times.push(scheduler.now);
    }
    expect(ran).toEqual(['late', 'a', 'b', 'c']);
    expect(times).toEqual([100, 200, 200, 300]);
  });

  it('keeps order among thousands of actions planned at random', () => {
    const scheduler = createScheduler(0);
    const random = createRandom(9);
    for (let i = 0; i < 3000; i += 1) scheduler.at(random.integer(0, 500), () => undefined);
    const times: number[] = [];
    while (scheduler.nextAt() !== undefined) {
      scheduler.runNext();
      times.push(scheduler.now);
    }
    expect(times).toHaveLength(3000);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('the terrain', () => {
  const terrain = createTerrain();

  it('has the Schauinsland high above the city', () => {
    const city = terrain.elevation(freiburg.latitude, freiburg.longitude);
    expect(city).toBeGreaterThan(230);
    expect(city).toBeLessThan(420);
    expect(terrain.elevation(47.912, 7.8985)).toBeGreaterThan(1150);
  });

  it('lets a hill cost many decibels and a clear view none', () => {
    const behind = { latitude: 48.0125, longitude: 7.93, antennaMeters: 5 };
    const before = { latitude: 48.0128, longitude: 7.858, antennaMeters: 5 };
    expect(terrain.obstructionLossDb(before, behind)).toBeGreaterThan(20);
    const schauinsland = { latitude: 47.912, longitude: 7.8985, antennaMeters: 15 };
    const kandel = { latitude: 48.0622, longitude: 8.0168, antennaMeters: 15 };
    expect(terrain.obstructionLossDb(schauinsland, kandel)).toBe(0);
  });

  it('follows the knife-edge formula: 6 dB when the line just touches', () => {
    expect(knifeEdgeLossDb(0)).toBeCloseTo(6.03, 1);
    expect(knifeEdgeLossDb(-1)).toBe(0);
  });
});

describe('sun and weather', () => {
  it('puts the sun high on a June noon and below the horizon at midnight', () => {
    expect(sunElevation(Date.UTC(2025, 5, 21, 11, 30), freiburg)).toBeCloseTo(65.4, 0);
    expect(sunElevation(Date.UTC(2025, 5, 21, 23, 30), freiburg)).toBeLessThan(-10);
    expect(sunElevation(Date.UTC(2025, 11, 21, 11, 30), freiburg)).toBeCloseTo(18.6, 0);
    expect(sunlight(Date.UTC(2025, 5, 21, 23, 30), freiburg, 0)).toBe(0);
  });

  it('is colder on the mountain and at night', () => {
    const weather = createWeather(createRandom(1));
    const noon = Date.UTC(2025, 5, 21, 13);
    expect(weather.celsius(noon, 1280, freiburg)).toBeLessThan(weather.celsius(noon, 280, freiburg) - 5);
    expect(weather.celsius(noon - 10 * HOUR_MS, 280, freiburg)).toBeLessThan(weather.celsius(noon, 280, freiburg));
  });

  it('stays within what instruments can read for a whole year', () => {
    const weather = createWeather(createRandom(4));
    const within = (value: number, min: number, max: number) => value >= min && value <= max;
    const odd: string[] = [];
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2026, 0, 1); at += 5 * HOUR_MS) {
      const fine =
        within(weather.celsius(at, 280, freiburg), -20, 42) &&
        within(weather.humidityPercent(at, 280, freiburg), 20, 99) &&
        within(weather.pressureHpa(at, 280), 950, 1010) &&
        within(weather.rainfall(at, 1), 0, 30) &&
        within(weather.wind(at).degrees, 0, 359) &&
        within(weather.wind(at).metersPerSecond, 0.1, 15);
      if (!fine) odd.push(new Date(at).toISOString());
    }
    expect(odd).toEqual([]);
  });
});

describe('batteries', () => {
  const start = Date.UTC(2025, 5, 21);

  it('charge by day and drain by night on solar power', () => {
    const battery = createBattery('solar', false, start, createRandom(1));
    battery.percent = 50;
    expect(readBattery(battery, start + 6 * HOUR_MS, () => 0).level).toBeLessThan(46);
    expect(readBattery(battery, start + 12 * HOUR_MS, () => 0.8).level).toBeGreaterThan(60);
  });

  it('read 101 on mains', () => {
    const battery = createBattery('mains', false, start, createRandom(1));
    expect(readBattery(battery, start + HOUR_MS, () => 0).level).toBe(101);
  });

  it('are recharged by their owner before they are empty', () => {
    const battery = createBattery('battery', false, start, createRandom(2));
    const levels = Array.from({ length: 200 }, (_, i) => readBattery(battery, start + i * HOUR_MS, () => 0).level);
    expect(levels).toContain(101);
    expect(Math.min(...levels)).toBeGreaterThan(5);
    expect(levels.filter((level) => level <= 100).length).toBeGreaterThan(50);
  });
});

describe('airtime', () => {
  it('matches the LoRa formula for ShortFast', () => {
    // 50 bytes: 8 + ceil(416/28)·5 symbols and 20.25 of preamble, 0.512 ms each.
    expect(airtimeMs(34)).toBeCloseTo((20.25 + 8 + 75) * 0.512, 3);
  });

  it('measures the share of the last minute and forgets it', () => {
    const meter = createAirtimeMeter(2, 0);
    const now = 10 * HOUR_MS;
    for (let i = 0; i < 600; i += 1) meter.heard(0, now - 60_000 * 5 + i * 500, 100);
    expect(meter.channelUtilization(0, now)).toBeGreaterThan(15);
    expect(meter.channelUtilization(0, now)).toBeLessThan(25);
    expect(meter.channelUtilization(0, now + 600_000)).toBeLessThan(0.1);
    expect(meter.channelUtilization(1, now)).toBe(0);
    expect(meter.airUtilTx(0, now)).toBe(0);
  });
});

describe('journeys', () => {
  it('move at the speed they claim, and turn round', () => {
    const at = createMovement({ route: 'tram', kmPerHour: 20, reportEverySeconds: 40 });
    const places = Array.from({ length: 720 }, (_, i) => at(i * 10_000));
    const steps = places.slice(1).map((place, i) => distanceKm(place, places[i]!));
    expect(Math.max(...steps)).toBeLessThan((20 * 1.65 * 10) / 3600);
    expect(steps.reduce((sum, km) => sum + km, 0)).toBeGreaterThan(37);
    const headings = Array.from({ length: 200 }, (_, i) => Math.round(at(i * 60_000).headingDegrees / 90));
    expect(new Set(headings).size).toBeGreaterThan(2);
  });
});

describe('coarsened positions', () => {
  it('are the center of the cell, as in the published example', () => {
    // protocol vectors: 13 bits of 52.52, 13.405
    expect(coarsen(52.5200066, 13) / 1e7).toBeCloseTo(52.5074432, 7);
    expect(coarsen(13.404954, 13) / 1e7).toBeCloseTo(13.3955584, 7);
    expect(coarsen(-33.8567844, 32)).toBe(-338567844);
  });

  it('stay within half a cell for every precision, in all quarters of the globe', () => {
    for (let bits = 10; bits < 32; bits += 1) {
      const half = 2 ** (31 - bits) * 1e-7;
      for (const degrees of [47.9955, -33.8568, 151.2153, -122.4194]) {
        expect(Math.abs(coarsen(degrees, bits) / 1e7 - degrees)).toBeLessThanOrEqual(half + 1e-7);
      }
    }
  });
});

describe('the wire clock', () => {
  it('stamps history as it happened and live traffic as it is published', () => {
    const clock = createWireClock(1000);
    expect(clock.wallOf(400)).toBe(400);
    clock.anchor(1000, 50_000, 60);
    expect(clock.wallOf(400)).toBe(400);
    expect(clock.wallOf(61_000)).toBe(51_000);
    clock.anchor(61_000, 90_000, 60);
    expect(clock.wallOf(61_000)).toBe(90_000);
  });
});

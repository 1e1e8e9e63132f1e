import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { Coordinates } from './region.js';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Degrees of the sun above the horizon; good to about a degree, which is plenty for a battery. */
export function sunElevation(at: number, place: Coordinates): number {
  const date = new Date(at);
  const dayOfYear = (at - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS;
  const declination = radians(-23.44 * Math.cos(radians((360 / 365.25) * (dayOfYear + 10))));
  const solarHours = (at % DAY_MS) / HOUR_MS + place.longitude / 15;
  const hourAngle = radians((solarHours - 12) * 15);
  const latitude = radians(place.latitude);
  const sine =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return (Math.asin(sine) * 180) / Math.PI;
}

/** Share of full sunlight reaching the ground, 0–1. `cloudiness` is 0 (clear) to 1 (overcast). */
export function sunlight(at: number, place: Coordinates, cloudiness: number): number {
  const elevation = sunElevation(at, place);
  if (elevation <= 0) return 0;
  return Math.sin(radians(elevation)) * (1 - 0.78 * cloudiness);
}

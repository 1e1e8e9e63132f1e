import { DAY_MS } from '@mesh-observatory/contract/time';
import { toDegrees, toRadians } from 'ol/math';
import type { LonLat } from '../frames/model';
import { MAX_LATITUDE, wrapLongitude } from './mercator';

const J2000_MS = Date.UTC(2000, 0, 1, 12);

/** Subsolar point, by the low-precision formula of the Astronomical Almanac: accurate to 0.01° until 2050. */
export function subsolarPoint(timeMs: number): LonLat {
  const days = (timeMs - J2000_MS) / DAY_MS;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const anomaly = toRadians(357.528 + 0.9856003 * days);
  const ecliptic = toRadians(meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly));
  const obliquity = toRadians(23.439 - 4e-7 * days);
  const declination = toDegrees(Math.asin(Math.sin(obliquity) * Math.sin(ecliptic)));
  const ascension = toDegrees(Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic)));
  const sidereal = 280.46061837 + 360.98564736629 * days;
  return [wrapLongitude(ascension - sidereal), declination];
}

/** Latitude of sunrise or sunset at a longitude, the sun being at `sun`. */
export function terminatorLatitude(longitude: number, [sunLongitude, declination]: LonLat): number {
  const hourAngle = toRadians(longitude - sunLongitude);
  // On the equinox the terminator is a meridian: a sliver of declination keeps it a function of longitude.
  const tilt = toRadians(Math.abs(declination) < 0.01 ? 0.01 : declination);
  return toDegrees(Math.atan(-Math.cos(hourAngle) / Math.tan(tilt)));
}

/** The dark half of the world from -180° to 180°, closed at the pole that has night. */
export function nightRing(timeMs: number): LonLat[] {
  const sun = subsolarPoint(timeMs);
  const edge: LonLat[] = Array.from({ length: 181 }, (_unused, index) => {
    const longitude = -180 + index * 2;
    return [longitude, terminatorLatitude(longitude, sun)];
  });
  const pole = sun[1] >= 0 ? -MAX_LATITUDE : MAX_LATITUDE;
  return [...edge, [180, pole], [-180, pole], [-180, edge[0]?.[1] ?? 0]];
}

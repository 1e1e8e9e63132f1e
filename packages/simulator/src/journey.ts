import { HOUR_MS } from '@mesh-observatory/contract/time';
import { type Coordinates, ROUTES, STREETS, type Street } from './region.js';
import { distanceKm } from './terrain.js';
import type { Journey } from './node.js';

/** Place, speed and direction of a moving node. */
export interface Movement extends Coordinates {
  readonly kmPerHour: number;
  /** 0 = north, clockwise. */
  readonly headingDegrees: number;
}

interface Leg {
  readonly from: Coordinates;
  readonly to: Coordinates;
  readonly km: number;
}

function legsOf(points: Street['points']): Leg[] {
  const places = points.map(([latitude, longitude]) => ({ latitude, longitude }));
  return places.slice(1).map((to, i) => {
    const from = places[i] ?? to;
    return { from, to, km: distanceKm(from, to) };
  });
}

const between = (leg: Leg, share: number): Coordinates => ({
  latitude: leg.from.latitude + (leg.to.latitude - leg.from.latitude) * share,
  longitude: leg.from.longitude + (leg.to.longitude - leg.from.longitude) * share,
});

function locate(legs: readonly Leg[], km: number): { leg: Leg; place: Coordinates } {
  let rest = km;
  for (const leg of legs) {
    if (rest <= leg.km) return { leg, place: between(leg, leg.km === 0 ? 0 : rest / leg.km) };
    rest -= leg.km;
  }
  const last = legs.at(-1);
  if (last === undefined) throw new RangeError('a route needs at least two points');
  return { leg: last, place: last.to };
}

/** A point `share` (0–1) of the way along a street. Throws RangeError for a street that is not on the map. */
export function placeOnStreet(name: string, share: number): Coordinates {
  const street = STREETS.find((candidate) => candidate.name === name);
  if (street === undefined) throw new RangeError(`no street ${name} on the map`);
  const legs = legsOf(street.points);
  return locate(legs, share * legs.reduce((sum, leg) => sum + leg.km, 0)).place;
}

/** A journey as a function of time: to the end of its route and back, slower and faster as traffic goes. */
export function createMovement(journey: Journey): (at: number) => Movement {
  const legs = legsOf(ROUTES[journey.route]);
  const length = legs.reduce((sum, leg) => sum + leg.km, 0);
  const swing = 300_000;
  return (at) => {
    // Mean speed plus a swing; the integral of the speed is the distance, so the two always agree.
    const phase = (2 * Math.PI * (at % swing)) / swing;
    const kmPerHour = journey.kmPerHour * (1 + 0.6 * Math.sin(phase));
    const swungHours = ((swing / HOUR_MS) * 0.6 * (1 - Math.cos(phase))) / (2 * Math.PI);
    const traveled = journey.kmPerHour * (at / HOUR_MS + swungHours);
    const lap = traveled % (2 * length);
    const outbound = lap <= length;
    const { leg, place } = locate(legs, outbound ? lap : 2 * length - lap);
    const east = (leg.to.longitude - leg.from.longitude) * Math.cos((place.latitude * Math.PI) / 180);
    const north = leg.to.latitude - leg.from.latitude;
    const heading = (Math.atan2(east, north) * 180) / Math.PI + (outbound ? 0 : 180);
    return { ...place, kmPerHour, headingDegrees: (heading + 360) % 360 };
  };
}

import { BOUNDS, type Coordinates, HILLS } from './region.js';

/** A point with an antenna over it. */
export interface AntennaSite extends Coordinates {
  readonly antennaMeters: number;
}

export interface Terrain {
  /** Meters above sea level. */
  elevation(latitude: number, longitude: number): number;
  /** dB a hill between two antennas costs: 0 with a clear first Fresnel zone. */
  obstructionLossDb(from: AntennaSite, to: AntennaSite): number;
}

const KM_PER_DEGREE_LATITUDE = 111.2;
const KM_PER_DEGREE_LONGITUDE = KM_PER_DEGREE_LATITUDE * Math.cos((48 * Math.PI) / 180);
/** 869.5 MHz. */
const WAVELENGTH_METERS = 0.345;
/** Radio horizon bends: 4/3 of the earth's radius. */
const EFFECTIVE_EARTH_METERS = 8_495_000;
const CELL_KM = 0.2;
const MARGIN_DEGREES = 0.02;

export function distanceKm(a: Coordinates, b: Coordinates): number {
  return Math.hypot(
    (a.latitude - b.latitude) * KM_PER_DEGREE_LATITUDE,
    (a.longitude - b.longitude) * KM_PER_DEGREE_LONGITUDE,
  );
}

/** Moves a point by meters. */
export function offset(point: Coordinates, eastMeters: number, northMeters: number): Coordinates {
  return {
    latitude: point.latitude + northMeters / 1000 / KM_PER_DEGREE_LATITUDE,
    longitude: point.longitude + eastMeters / 1000 / KM_PER_DEGREE_LONGITUDE,
  };
}

/** Rhine plain in the west, rising towards the forest, with Gaussian hills on it. */
function surface(latitude: number, longitude: number): number {
  let meters = 200 + 220 / (1 + Math.exp(-(longitude - 7.91) / 0.055));
  for (const hill of HILLS) {
    const ratio = distanceKm(hill, { latitude, longitude }) / hill.radiusKm;
    if (ratio < 5) meters += hill.heightMeters * Math.exp(-0.5 * ratio * ratio);
  }
  return meters;
}

/** Loss over a single knife edge (ITU-R P.526, equation 31). */
export function knifeEdgeLossDb(v: number): number {
  if (v <= -0.78) return 0;
  return 6.9 + 20 * Math.log10(Math.sqrt((v - 0.1) ** 2 + 1) + v - 0.1);
}

export function createTerrain(): Terrain {
  const south = BOUNDS.south - MARGIN_DEGREES;
  const west = BOUNDS.west - MARGIN_DEGREES;
  const rowStep = CELL_KM / KM_PER_DEGREE_LATITUDE;
  const columnStep = CELL_KM / KM_PER_DEGREE_LONGITUDE;
  const rows = Math.ceil((BOUNDS.north + MARGIN_DEGREES - south) / rowStep) + 1;
  const columns = Math.ceil((BOUNDS.east + MARGIN_DEGREES - west) / columnStep) + 1;
  // Profiles read hundreds of thousands of heights: a grid makes that cheap.
  const grid = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      grid[row * columns + column] = surface(south + row * rowStep, west + column * columnStep);
    }
  }

  function elevation(latitude: number, longitude: number): number {
    const y = Math.min(Math.max((latitude - south) / rowStep, 0), rows - 1.001);
    const x = Math.min(Math.max((longitude - west) / columnStep, 0), columns - 1.001);
    const row = Math.floor(y);
    const column = Math.floor(x);
    const at = row * columns + column;
    const [ty, tx] = [y - row, x - column];
    const lower = (grid[at] ?? 0) * (1 - tx) + (grid[at + 1] ?? 0) * tx;
    const upper = (grid[at + columns] ?? 0) * (1 - tx) + (grid[at + columns + 1] ?? 0) * tx;
    return lower * (1 - ty) + upper * ty;
  }

  function obstructionLossDb(from: AntennaSite, to: AntennaSite): number {
    const totalKm = distanceKm(from, to);
    if (totalKm < 0.3) return 0;
    const samples = Math.min(30, Math.max(5, Math.round(totalKm * 2.5)));
    const start = elevation(from.latitude, from.longitude) + from.antennaMeters;
    const end = elevation(to.latitude, to.longitude) + to.antennaMeters;
    let worst = -Infinity;
    for (let i = 1; i < samples; i += 1) {
      const share = i / samples;
      const ground = elevation(
        from.latitude + (to.latitude - from.latitude) * share,
        from.longitude + (to.longitude - from.longitude) * share,
      );
      const near = share * totalKm * 1000;
      const far = totalKm * 1000 - near;
      const bulge = (near * far) / (2 * EFFECTIVE_EARTH_METERS);
      const height = ground + bulge - (start + (end - start) * share);
      worst = Math.max(worst, height * Math.sqrt((2 * (near + far)) / (WAVELENGTH_METERS * near * far)));
    }
    return Math.min(45, knifeEdgeLossDb(worst));
  }

  return { elevation, obstructionLossDb };
}

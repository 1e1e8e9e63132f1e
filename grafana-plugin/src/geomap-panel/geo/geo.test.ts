import { directedCurve, flatDirectedCurve, greatCircle, pointAlong } from './curve';
import { extentAround, withoutOutliers } from './extent';
import { binHexagons, hexagonAt, hexagonRing } from './hexBins';
import { toLonLat, toXY, unwrapLongitude, WORLD, wrapLongitude, type XY } from './mercator';
import { cellDegrees, cellErrorM, isCoarse, precisionCell } from './precision';
import { bearingDeg, compassPoint, distanceM, greatCircleWay, lineOfSight } from './sphere';
import { nightRing, subsolarPoint, terminatorLatitude } from './terminator';
import { fixIndexAt, positionAtTime, trackPieces } from './trackAt';

describe('Web Mercator', () => {
  it('converts a position to meters and back', () => {
    const [longitude, latitude] = toLonLat(toXY([8.54, 47.37]));
    expect(longitude).toBeCloseTo(8.54, 9);
    expect(latitude).toBeCloseTo(47.37, 9);
  });
  it('clamps the poles to the edge of the map', () => {
    expect(toXY([0, 90])[1]).toBeCloseTo(WORLD / 2, 3);
    expect(toXY([0, -90])[1]).toBeCloseTo(-WORLD / 2, 3);
  });
  it('wraps and unwraps longitudes', () => {
    expect([190, -190, 540, 180, -180].map(wrapLongitude)).toEqual([-170, 170, 180, 180, -180]);
    expect(unwrapLongitude(-179, 179)).toBe(181);
    expect(unwrapLongitude(179, -179)).toBe(-181);
  });
});

describe('distances and bearings', () => {
  it('measures a degree of latitude', () => {
    expect(distanceM([8, 47], [8, 48])).toBeCloseTo(111_195, -1);
  });
  it('measures the short way across the date line and the poles', () => {
    expect(distanceM([179.9, 0], [-179.9, 0])).toBeCloseTo(22_239, -1);
    expect(distanceM([0, 89], [180, 89])).toBeCloseTo(222_390, -2);
  });
  it('returns initial bearings', () => {
    expect(bearingDeg([8, 47], [8, 48])).toBeCloseTo(0);
    expect(bearingDeg([0, 0], [1, 0])).toBeCloseTo(90);
    expect(bearingDeg([-179.9, 0], [179.9, 0])).toBeCloseTo(270);
    expect(['N', 'E', 'SSW', 'N']).toEqual([0, 90, 202.5, 359].map(compassPoint));
  });
  it('finds the middle of a great circle', () => {
    const [, latitude] = greatCircleWay([-60, 50], [60, 50])(0.5);
    expect(latitude).toBeCloseTo(67.24, 1);
  });
  it('computes the radio horizon and the bulge of the earth', () => {
    const sight = lineOfSight([8, 47], 100, [8, 47.5], 10);
    expect(sight.horizonM).toBeCloseTo(41_220 + 13_035, -3);
    expect(sight.bulgeM).toBeCloseTo(45.5, 0);
    expect(lineOfSight([8, 47], 1000, [8, 47], 0).distanceM).toBeCloseTo(1000, 3);
  });
});

describe('curves of links', () => {
  const right = ([a, b, p]: [XY, XY, XY]) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < 0;

  it('bends to the right of its direction, so that both directions are visible', () => {
    const there = directedCurve([8, 47], [8.2, 47.1], 0.1);
    const back = directedCurve([8.2, 47.1], [8, 47], 0.1);
    const middle = (line: XY[]): XY => line[Math.floor(line.length / 2)] ?? [0, 0];
    const ends = (line: XY[]): [XY, XY] => [line[0] ?? [0, 0], line.at(-1) ?? [0, 0]];
    expect(right([...ends(there), middle(there)])).toBe(true);
    expect(right([...ends(back), middle(back)])).toBe(true);
    expect(Math.hypot(middle(there)[0] - middle(back)[0], middle(there)[1] - middle(back)[1])).toBeGreaterThan(1000);
  });
  it('starts and ends at the nodes', () => {
    const line = directedCurve([8, 47], [8.2, 47.1], 0.1);
    expect(line[0]).toEqual(toXY([8, 47]));
    expect(line.at(-1)?.[0]).toBeCloseTo(toXY([8.2, 47.1])[0], 6);
  });
  it('does not jump across the date line', () => {
    for (const line of [greatCircle([170, 60], [-170, 60]), directedCurve([179.9, -17], [-179.8, -17.5], 0.1)]) {
      const steps = line.slice(1).map(([x], index) => Math.abs(x - (line[index]?.[0] ?? x)));
      expect(Math.max(...steps)).toBeLessThan(WORLD / 20);
    }
  });
  it('follows the great circle over long distances', () => {
    const north = Math.max(...greatCircle([-60, 50], [60, 50]).map((point) => toLonLat(point)[1]));
    expect(north).toBeCloseTo(67.2, 0);
  });
  it('is the same curve in its flat form', () => {
    for (const end of [
      [8.2, 47.1],
      [20, 50],
    ] as const) {
      const flat = flatDirectedCurve([8, 47], end, 0.1);
      directedCurve([8, 47], end, 0.1).forEach(([x, y], index) => {
        expect(flat[index * 2]).toBeCloseTo(x, 3);
        expect(flat[index * 2 + 1]).toBeCloseTo(y, 3);
      });
    }
  });
  it('finds a point and the direction along a line', () => {
    const line: XY[] = [
      [0, 0],
      [10, 0],
      [10, 10],
    ];
    expect(pointAlong(line, 0.75)).toEqual({ at: [10, 5], angle: Math.PI / 2 });
    expect(pointAlong([[0, 0]], 0.5)).toBeUndefined();
  });
});

describe('precision cells', () => {
  it.each([
    [10, 0.4194304],
    [13, 0.0524288],
    [16, 0.0065536],
  ])('have, with %i bits, a width of %f degrees', (bits, degrees) => {
    expect(cellDegrees(bits)).toBeCloseTo(degrees, 9);
    const cell = precisionCell([8.5, 47.3], bits);
    expect((cell?.east ?? 0) - (cell?.west ?? 0)).toBeCloseTo(degrees, 9);
    expect(((cell?.east ?? 0) + (cell?.west ?? 0)) / 2).toBeCloseTo(8.5, 9);
  });
  it('are the same for positions with the same center', () => {
    const center = (n: number) => n * cellDegrees(15) + cellDegrees(15) / 2;
    const here: [number, number] = [center(650), center(3600)];
    expect(precisionCell(here, 15)?.key).toBe(precisionCell([here[0] + 1e-9, here[1] - 1e-9], 15)?.key);
    expect(precisionCell([center(651), center(3600)], 15)?.key).not.toBe(precisionCell(here, 15)?.key);
  });
  it('exist only for positions with reduced precision', () => {
    expect([0, 1, 15, 23, 24, 32, undefined].map(isCoarse)).toEqual([false, true, true, true, false, false, false]);
    expect(precisionCell([8, 47], 32)).toBeUndefined();
  });
  it('have an error of half a cell, less from east to west', () => {
    const { northSouth, eastWest } = cellErrorM(60, 16);
    expect(northSouth).toBeCloseTo(365, 0);
    expect(eastWest).toBeCloseTo(365 / 2, 0);
  });
});

describe('hexagons', () => {
  it('contain their points', () => {
    for (let index = 0; index < 200; index += 1) {
      const point: XY = [Math.sin(index) * 5000, Math.cos(index * 1.7) * 5000];
      const { center } = hexagonAt(point, 300);
      expect(Math.hypot(point[0] - center[0], point[1] - center[1])).toBeLessThanOrEqual(300.001);
    }
  });
  it('group nearby points', () => {
    const bins = binHexagons<XY>(
      [
        [0, 0],
        [10, 10],
        [5000, 0],
      ],
      (point) => point,
      300,
    );
    expect(bins.map(({ items }) => items.length)).toEqual([2, 1]);
  });
  it('have six corners and are closed', () => {
    const ring = hexagonRing([0, 0], 100);
    expect(ring).toHaveLength(7);
    expect(ring[0]).toEqual(ring[6]);
  });
});

describe('day and night', () => {
  it('has the sun over the tropic at the solstice, near Greenwich at noon', () => {
    const [longitude, latitude] = subsolarPoint(Date.UTC(2026, 5, 21, 12));
    expect(latitude).toBeCloseTo(23.44, 1);
    expect(Math.abs(longitude)).toBeLessThan(1);
  });
  it('puts the terminator 90 degrees away from the sun', () => {
    const sun = subsolarPoint(Date.UTC(2026, 1, 10, 15));
    for (const longitude of [-150, -20, 60, 170]) {
      expect(distanceM(sun, [longitude, terminatorLatitude(longitude, sun)])).toBeCloseTo(10_007_557, -4);
    }
  });
  it('closes the night at the winter pole, also at the equinox', () => {
    expect(nightRing(Date.UTC(2026, 5, 21))[182]?.[1]).toBeLessThan(-80);
    expect(nightRing(Date.UTC(2026, 11, 21))[182]?.[1]).toBeGreaterThan(80);
    expect(nightRing(Date.UTC(2026, 2, 20, 14, 46)).every(([, latitude]) => Number.isFinite(latitude))).toBe(true);
  });
});

describe('fitting', () => {
  it('goes across the date line when that is shorter', () => {
    const extent = extentAround([
      [179.9, -17],
      [-179.8, -17.5],
    ]);
    expect(toLonLat([extent?.[0] ?? 0, 0])[0]).toBeCloseTo(179.9);
    expect(toLonLat([extent?.[2] ?? 0, 0])[0]).toBeCloseTo(180.2);
    expect(extentAround([])).toBeUndefined();
  });
  it('leaves out a node on another continent', () => {
    const near = Array.from({ length: 20 }, (_unused, index) => [8 + index / 100, 47] as const);
    expect(withoutOutliers([...near, [151, -33]])).toEqual(near);
    expect(withoutOutliers([...near.slice(0, 5), [151, -33]])).toHaveLength(6);
  });
});

describe('tracks in time', () => {
  const fixes = [
    { time: 1000, position: [179, 0] as const, row: 0 },
    { time: 2000, position: [-179, 2] as const, row: 1 },
    { time: 90_000, position: [-170, 0] as const, row: 2 },
  ];
  it('finds the last fix before a moment', () => {
    expect([999, 1000, 1999, 2000, 1e9].map((time) => fixIndexAt(fixes, time))).toEqual([-1, 0, 0, 1, 2]);
  });
  it('interpolates between two fixes along the short way', () => {
    expect(positionAtTime(fixes, 1500, 10_000)).toEqual([180, 1]);
  });
  it('stays at the last fix during a long gap', () => {
    expect(positionAtTime(fixes, 50_000, 10_000)).toEqual([-179, 2]);
    expect(positionAtTime(fixes, 500, 10_000)).toBeUndefined();
  });
  it('cuts the line at long gaps and never jumps around the world', () => {
    const pieces = trackPieces({ fixes }, Infinity, 10_000);
    expect(pieces.map((piece) => piece.map(({ position }) => position[0]))).toEqual([[179, 181], [-170]]);
    expect(trackPieces({ fixes }, 1500, 10_000)).toHaveLength(1);
  });
});

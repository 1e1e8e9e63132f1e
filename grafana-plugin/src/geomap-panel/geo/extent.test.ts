import { extentAround } from './extent';
import { toLonLat } from './mercator';

const box = (...places: Array<[number, number]>) => {
  const [left = 0, bottom = 0, right = 0, top = 0] = extentAround(places) ?? [];
  const [[west, south], [east, north]] = [toLonLat([left, bottom]), toLonLat([right, top])];
  return [west, south, east, north].map((degrees) => Math.round(degrees * 1e6) / 1e6);
};

describe('extentAround', () => {
  it('returns the smallest box for longitudes that are inexact after adding 360 degrees', () => {
    for (let step = 0; step < 500; step++) {
      const west = 7.6 + step * 0.00137;
      expect(box([west, 47.9], [west + 0.3, 48.1])).toEqual(
        [west, 47.9, west + 0.3, 48.1].map((n) => Math.round(n * 1e6) / 1e6),
      );
    }
  });

  it('reaches across the date line when that is shorter', () => {
    expect(box([179, -17], [-179, -18])).toEqual([179, -18, 181, -17]);
  });

  it('returns a point for one position and nothing for none', () => {
    expect(box([7.85, 48])).toEqual([7.85, 48, 7.85, 48]);
    expect(extentAround([])).toBeUndefined();
  });
});

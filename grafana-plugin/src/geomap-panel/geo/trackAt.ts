import type { Fix, LonLat, MapTrack } from '../frames/model';
import { unwrapLongitude } from './mercator';

/** Index of the last fix at or before a time; -1 when the track starts later. */
export function fixIndexAt(fixes: readonly Fix[], time: number): number {
  let [low, high] = [0, fixes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fixes[middle]?.time ?? Infinity) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Position at a time: interpolated between two fixes, or the last fix if the next one comes more than `gapMs` later. */
export function positionAtTime(fixes: readonly Fix[], time: number, gapMs: number): LonLat | undefined {
  const index = fixIndexAt(fixes, time);
  const [before, after] = [fixes[index], fixes[index + 1]];
  if (before === undefined || after === undefined || after.time - before.time > gapMs) {
    return before?.position;
  }
  const share = (time - before.time) / (after.time - before.time);
  const longitude = unwrapLongitude(after.position[0], before.position[0]);
  return [
    before.position[0] + (longitude - before.position[0]) * share,
    before.position[1] + (after.position[1] - before.position[1]) * share,
  ];
}

/** Cuts a track where fixes are too far apart in time; pieces never jump across the date line. */
export function trackPieces({ fixes }: Pick<MapTrack, 'fixes'>, until: number, gapMs: number): Fix[][] {
  const pieces: Fix[][] = [];
  let piece: Fix[] = [];
  for (const fix of fixes) {
    if (fix.time > until) {
      break;
    }
    const before = piece.at(-1);
    if (before !== undefined && fix.time - before.time > gapMs) {
      pieces.push(piece);
      piece = [];
    }
    const last = piece.at(-1);
    const longitude = last === undefined ? fix.position[0] : unwrapLongitude(fix.position[0], last.position[0]);
    piece.push({ ...fix, position: [longitude, fix.position[1]] });
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

import { RequestError } from '../../errors.js';

interface TimeRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** @throws RequestError 400 when both ends are given and `from` is not before `to` (Unix milliseconds). */
export function checkTimeRange({ from, to }: TimeRange): void {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new RequestError('bad_range', `The range is from ${from} to ${to}; allowed: from before to.`);
  }
}

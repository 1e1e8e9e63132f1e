import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preload } from './collector.js';
import { temporaryFolder } from './temporary-folder.js';

/** The calendar of a process, which can be moved on. */
export interface Clock extends Preload {
  /** Milliseconds since 1970 by this calendar. */
  now(): number;
  /** Lets time pass for the process. */
  pass(seconds: number): void;
}

/** `startsHoursAgo`: the calendar may begin in the past. */
export function createClock(startsHoursAgo = 0): Clock {
  const file = join(temporaryFolder('clock-').path, 'ahead');
  let aheadMs = -startsHoursAgo * 3_600_000;
  // In one step: a concurrent reader sees the old value or the new one.
  const write = () => {
    writeFileSync(`${file}.new`, String(aheadMs));
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    module: fileURLToPath(new URL('./preload/shifted-clock.js', import.meta.url)),
    environment: { CLOCK_FILE: file },
    now: () => Date.now() + aheadMs,
    pass(seconds) {
      aheadMs += seconds * 1000;
      write();
    },
  };
}

import { fileURLToPath } from 'node:url';
import type { Preload } from './collector.js';

/** Makes time-outs of a process longer or shorter: milliseconds as the process sets them → factor. */
export const scaleTimers = (factors: Readonly<Record<number, number>>): Preload => ({
  module: fileURLToPath(new URL('./preload/scaled-timers.js', import.meta.url)),
  environment: { TIMER_FACTORS: JSON.stringify(factors) },
});

/** Silent nodes are noticed every 1.5 s instead of 15 s, and the collector's readings recorded every 6 s instead of 60 s. */
export const hastyTasks = { 15_000: 0.1, 60_000: 0.1 };

/** A query may take 10 minutes instead of 10 s: a busy machine is only slow. */
export const patientDeadlines = { 10_000: 60 };

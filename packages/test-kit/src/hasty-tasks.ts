import { fileURLToPath } from 'node:url';
import type { Preload } from './collector.js';

/** Silent nodes are noticed every 1.5 s instead of 15 s, and the collector's readings recorded every 6 s instead of 60 s. */
export const hastyTasks: Preload = {
  module: fileURLToPath(new URL('./preload/hasty-tasks.js', import.meta.url)),
  environment: {},
};

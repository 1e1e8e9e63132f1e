/** Entry of a reading thread: one connection, one job at a time. */
import { openReadConnection } from './read-connection.js';
import type { ReadConnection } from './read-connection.js';
import { markStarted, toldToStop } from './read-switch.js';
import type { JobSwitch } from './read-switch.js';
import { performJob } from './read-tasks.js';
import type { ReadJob, ReadOutcome } from './read-tasks.js';

export interface WorkerJob {
  readonly path: string;
  readonly job: ReadJob;
  readonly controls: JobSwitch;
}

let connection: ReadConnection | undefined;

export default function perform({ path, job, controls }: WorkerJob): ReadOutcome {
  markStarted(controls);
  connection ??= openReadConnection(path);
  return performJob(connection, job, () => toldToStop(controls));
}

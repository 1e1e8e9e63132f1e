/** Entry of a reading thread: one connection, one job at a time. */
import { openReadConnection } from './connection.js';
import type { ReadConnection } from './connection.js';
import { markStarted, toldToStop } from './cancel-token.js';
import type { JobSwitch } from './cancel-token.js';
import { performJob } from './tasks.js';
import type { ReadJob, ReadOutcome } from './tasks.js';

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

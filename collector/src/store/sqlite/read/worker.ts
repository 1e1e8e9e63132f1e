/** Entry of a reading thread: one connection, one job at a time. */
import { openReadConnection } from './connection.js';
import type { ReadConnection } from './connection.js';
import { cancelReason, markStarted } from './cancel-token.js';
import type { CancelToken } from './cancel-token.js';
import { performJob } from './tasks.js';
import type { ReadJob, ReadOutcome } from './tasks.js';

export interface WorkerJob {
  readonly path: string;
  readonly job: ReadJob;
  readonly token: CancelToken;
}

let connection: ReadConnection | undefined;

export default function perform({ path, job, token }: WorkerJob): ReadOutcome {
  markStarted(token);
  connection ??= openReadConnection(path);
  return performJob(connection, job, () => cancelReason(token));
}

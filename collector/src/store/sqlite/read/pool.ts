import { Piscina } from 'piscina';
import { RequestError } from '../../../errors.js';
import { stopped } from './connection.js';
import type { StopReason } from './connection.js';
import type { ReadJob, ReadOutcome } from './tasks.js';
import { createSwitch, hasStarted, tellToStop } from './cancel-token.js';
import type { WorkerJob } from './worker.js';

/** Runs jobs one after the other or side by side; bounded. */
export interface ReadRunner {
  /** Rejects with RequestError 503 (full, closed), 504 (deadline), 499 (signal). */
  run(job: ReadJob, deadlineMs: number, signal: AbortSignal | undefined): Promise<ReadOutcome>;
  close(): Promise<void>;
}

export interface ReadPoolOptions {
  readonly path: string;
  readonly threads: number;
  /** Jobs that may wait for a thread. */
  readonly maxQueue: number;
  readonly onFault: (error: unknown) => void;
}

const IDLE_MS = 60_000;
/** How long a job that was told to stop may go on before its thread is replaced (the old one ends with its statement). */
const GRACE_MS = 5000;
/** Beyond this a thread is lost, and with it its job only. */
const THREAD_MEMORY_MB = 512;

export const closed = () => new RequestError(503, 'closing', 'The collector is shutting down.');

function toError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new RequestError(
    503,
    'too_large',
    'The answer does not fit into memory; ask for a shorter range or fewer rows.',
  );
}

/** One job from its asking to its end, whichever comes first: answer, deadline, signal or the end of the pool. */
class PooledJob {
  readonly controls = createSwitch();
  readonly #removal = new AbortController();
  readonly #reject: (error: RequestError) => void;
  #grace: NodeJS.Timeout | undefined;

  constructor(reject: (error: RequestError) => void) {
    this.#reject = reject;
  }

  /** Aborting takes a waiting job out of the queue; for one that runs it replaces the thread. */
  get removal(): AbortSignal {
    return this.#removal.signal;
  }

  stop(reason: StopReason): void {
    this.#reject(stopped(reason));
    if (!tellToStop(this.controls, reason)) return;
    if (!hasStarted(this.controls)) this.#removal.abort();
    else this.#grace = setTimeout(() => this.#removal.abort(), GRACE_MS).unref();
  }

  /** The pool ends, and its threads with it. */
  abandon(): void {
    this.#reject(closed());
    tellToStop(this.controls, 'cancelled');
  }

  settled(): void {
    clearTimeout(this.#grace);
  }
}

class ReadPool implements ReadRunner {
  readonly #options: ReadPoolOptions;
  readonly #pool: Piscina<WorkerJob, ReadOutcome>;
  /** Waiting and running. */
  readonly #jobs = new Set<PooledJob>();
  #closed = false;

  constructor(options: ReadPoolOptions) {
    this.#options = options;
    this.#pool = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: 1,
      maxThreads: options.threads,
      idleTimeout: IDLE_MS,
      maxQueue: Number.POSITIVE_INFINITY, // bounded below, where a full queue has an answer of its own
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    // A thread that dies while idle has no job to tell; without a listener it would end the process.
    this.#pool.on('error', options.onFault);
  }

  async run(job: ReadJob, deadlineMs: number, signal: AbortSignal | undefined): Promise<ReadOutcome> {
    if (this.#closed) throw closed();
    if (signal?.aborted === true) throw stopped('cancelled');
    const { threads, maxQueue, path } = this.#options;
    if (this.#jobs.size >= threads + maxQueue) {
      throw new RequestError(503, 'busy', `${maxQueue} queries are waiting already; try again in a moment.`);
    }
    return new Promise((resolve, reject) => {
      const pooled = new PooledJob(reject);
      const { controls, removal } = pooled;
      const onAbort = () => pooled.stop('cancelled');
      const deadline = setTimeout(() => pooled.stop('deadline'), deadlineMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#jobs.add(pooled);
      this.#pool
        .run({ path, job, controls }, { signal: removal })
        .then(resolve, (error: unknown) => reject(toError(error) as Error))
        .finally(() => {
          clearTimeout(deadline);
          signal?.removeEventListener('abort', onAbort);
          pooled.settled();
          this.#jobs.delete(pooled);
        });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs) job.abandon();
    await this.#pool.destroy();
  }
}

export function createReadPool(options: ReadPoolOptions): ReadRunner {
  return new ReadPool(options);
}

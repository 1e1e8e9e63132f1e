import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { Piscina } from 'piscina';
import { cancelError, closingError, RequestError, type CancelReason } from '../../../errors.js';
import type { ReadJob, ReadOutcome } from './tasks.js';
import { createCancelToken, hasStarted, requestCancel } from './cancel-token.js';
import type { WorkerJob } from './worker.js';

/** Runs jobs on a bounded number of threads. The one place that limits how many queries there are and how long they take. */
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

const IDLE_MS = MINUTE_MS;
/** How long a canceled job may run on before its thread is replaced (the old one ends with its statement). */
const GRACE_MS = 5000;
/** Heap of one thread. A job that needs more fails, and its thread is replaced. */
const THREAD_MEMORY_MB = 512;

function describeThreadError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new RequestError('too_large', 'The answer does not fit into memory; ask for a shorter range or fewer rows.');
}

/** A job that waits or runs. It ends with its answer, its deadline, its signal or the pool, whichever comes first. */
class PooledJob {
  readonly token = createCancelToken();
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

  cancel(reason: CancelReason): void {
    this.#reject(cancelError(reason));
    if (!requestCancel(this.token, reason)) return;
    if (!hasStarted(this.token)) this.#removal.abort();
    else this.#grace = setTimeout(() => this.#removal.abort(), GRACE_MS).unref();
  }

  /** The pool ends, and its threads with it. */
  abandon(): void {
    this.#reject(closingError());
    requestCancel(this.token, 'cancelled');
  }

  settle(): void {
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
    // A thread that dies while idle has no job to reject; without a listener its error would end the process.
    this.#pool.on('error', options.onFault);
  }

  async run(job: ReadJob, deadlineMs: number, signal: AbortSignal | undefined): Promise<ReadOutcome> {
    if (this.#closed) throw closingError();
    if (signal?.aborted === true) throw cancelError('cancelled');
    const { threads, maxQueue, path } = this.#options;
    if (this.#jobs.size >= threads + maxQueue) {
      throw new RequestError('busy', `${maxQueue} queries are waiting already; try again in a moment.`);
    }
    return new Promise((resolve, reject) => {
      const pooled = new PooledJob(reject);
      const { token, removal } = pooled;
      const onAbort = () => pooled.cancel('cancelled');
      const deadline = setTimeout(() => pooled.cancel('deadline'), deadlineMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#jobs.add(pooled);
      this.#pool
        .run({ path, job, token }, { signal: removal })
        .then(resolve, (error: unknown) => reject(describeThreadError(error) as Error))
        .finally(() => {
          clearTimeout(deadline);
          signal?.removeEventListener('abort', onAbort);
          pooled.settle();
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

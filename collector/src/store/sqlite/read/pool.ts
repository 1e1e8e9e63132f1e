import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { Piscina } from 'piscina';
import { cancelError, closingError, RequestError, type CancelReason } from '../../../errors.js';
import type { Viewer } from '../../store.js';
import { FairQueue } from './fair-queue.js';
import type { ReadJob, ReadOutcome } from './tasks.js';
import { createCancelToken, hasStarted, requestCancel } from './cancel-token.js';
import type { WorkerJob } from './worker.js';

/** Runs jobs on a bounded number of threads. The one place that limits how many queries there are and how long they take. */
export interface ReadRunner {
  /** Rejects with RequestError 503 (full, closed), 504 (deadline), 499 (signal). */
  run(job: ReadJob, options: RunOptions): Promise<ReadOutcome>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly viewer: Viewer;
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
  #grace: NodeJS.Timeout | undefined;

  constructor(
    readonly job: ReadJob,
    readonly viewer: Viewer,
    readonly resolve: (outcome: ReadOutcome) => void,
    readonly reject: (error: unknown) => void,
  ) {}

  /** Aborting replaces the thread that runs it. */
  get removal(): AbortSignal {
    return this.#removal.signal;
  }

  /** Ends it for the one who asked. A running job may go on until its thread notices, or is replaced. */
  cancel(reason: CancelReason): void {
    this.reject(cancelError(reason));
    if (!requestCancel(this.token, reason)) return;
    if (!hasStarted(this.token)) this.#removal.abort();
    else this.#grace = setTimeout(() => this.#removal.abort(), GRACE_MS).unref();
  }

  /** The pool ends, and its threads with it. */
  abandon(): void {
    this.reject(closingError());
    requestCancel(this.token, 'canceled');
  }

  settle(): void {
    clearTimeout(this.#grace);
  }
}

class ReadPool implements ReadRunner {
  readonly #options: ReadPoolOptions;
  readonly #pool: Piscina<WorkerJob, ReadOutcome>;
  readonly #waiting: FairQueue<PooledJob>;
  readonly #running = new Set<PooledJob>();
  #closed = false;

  constructor(options: ReadPoolOptions) {
    this.#options = options;
    this.#waiting = new FairQueue(options.maxQueue);
    this.#pool = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: 1,
      maxThreads: options.threads,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    // A thread that dies while idle has no job to reject; without a listener its error would end the process.
    this.#pool.on('error', options.onFault);
  }

  async run(job: ReadJob, { deadlineMs, signal, viewer }: RunOptions): Promise<ReadOutcome> {
    if (this.#closed) throw closingError();
    if (signal?.aborted === true) throw cancelError('canceled');
    let end: (() => void) | undefined;
    try {
      return await new Promise<ReadOutcome>((resolve, reject) => {
        const pooled = new PooledJob(job, viewer, resolve, reject);
        const cancel = (reason: CancelReason) => {
          this.#waiting.remove(viewer, pooled);
          pooled.cancel(reason);
        };
        const onAbort = () => cancel('canceled');
        const deadline = setTimeout(cancel, deadlineMs, 'deadline');
        signal?.addEventListener('abort', onAbort, { once: true });
        end = () => {
          clearTimeout(deadline);
          signal?.removeEventListener('abort', onAbort);
        };
        this.#admit(pooled);
      });
    } finally {
      end?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) job.abandon();
    for (const job of this.#running) job.abandon();
    await this.#pool.destroy();
  }

  #admit(pooled: PooledJob): void {
    const { threads, maxQueue } = this.#options;
    if (this.#running.size < threads) {
      this.#start(pooled);
      return;
    }
    const surplus = this.#waiting.push(pooled.viewer, pooled);
    surplus?.reject(
      new RequestError('busy', `${maxQueue} queries are waiting already, most of them yours; try again in a moment.`),
    );
  }

  #start(pooled: PooledJob): void {
    const { path } = this.#options;
    const { job, token, removal } = pooled;
    this.#running.add(pooled);
    this.#pool
      .run({ path, job, token }, { signal: removal })
      .then(pooled.resolve, (error: unknown) => pooled.reject(describeThreadError(error)))
      .finally(() => {
        pooled.settle();
        this.#running.delete(pooled);
        const next = this.#closed ? undefined : this.#waiting.shift();
        if (next !== undefined) this.#start(next);
      });
  }
}

export function createReadPool(options: ReadPoolOptions): ReadRunner {
  return new ReadPool(options);
}

import type { Logger } from 'pino';
import { FatalError } from '../errors.js';

/** Work that repeats: one run at a time, never overlapping itself, errors are logged and survived, unless they are fatal. */
export interface Task {
  readonly name: string;
  readonly everyMs: number;
  /** First run after this long; default: after one period. */
  readonly firstAfterMs?: number;
  readonly run: () => void | Promise<void>;
}

export interface Schedule {
  /** Cancels the runs that have not begun and waits for those under way. */
  stop(): Promise<void>;
}

/** setTimeout cannot wait longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

export function startSchedule(tasks: readonly Task[], logger: Logger, onFatal: (error: FatalError) => void): Schedule {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  async function runOnce(task: Task): Promise<void> {
    try {
      await task.run();
    } catch (error) {
      if (error instanceof FatalError) onFatal(error);
      else
        logger.error(
          { event: 'schedule.failed', task: task.name, err: error },
          `The scheduled task "${task.name}" failed and will be tried again`,
        );
    }
  }

  function plan(task: Task, delayMs: number): void {
    const timer = setTimeout(
      () => {
        const run = runOnce(task).finally(() => {
          running.delete(task.name);
          if (!stopped) plan(task, task.everyMs);
        });
        running.set(task.name, run);
      },
      Math.min(delayMs, LONGEST_MS),
    );
    timer.unref();
    timers.set(task.name, timer);
  }

  for (const task of tasks) plan(task, task.firstAfterMs ?? task.everyMs);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

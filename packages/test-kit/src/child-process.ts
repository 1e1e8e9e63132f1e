/** Programs that tests start: always ended, and their output is in the message when they do not start. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endLater } from './leftovers.js';

/** Time for a program to end on SIGTERM before it is killed. */
const GRACE_MS = 120_000;
/** Time for a program to start. */
const START_MS = 240_000;

export interface ProgramOptions {
  /** The whole environment; nothing is inherited. Default: PATH and HOME. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Gets standard output line by line. */
  readonly onLine?: (line: string) => void;
}

export interface Program {
  readonly pid: number;
  /** Standard error so far. */
  readonly stderr: string;
  readonly hasEnded: boolean;
  /** Exit code, or null when a signal ended it, once its output has been read. Rejects when the program cannot be run. */
  readonly exited: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, SIGKILL when that is not enough, and waits. Safe to call repeatedly. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a power cut, and waits. */
  kill(): Promise<void>;
}

/** Starts a program and returns at once. */
export function spawnProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const { environment = { PATH: process.env.PATH, HOME: process.env.HOME }, cwd, onLine } = options;
  const child = spawn(file, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  if (onLine === undefined) child.stdout.resume();
  else createInterface({ input: child.stdout }).on('line', onLine);

  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const forget = endLater({
    end: async () => {
      await stop();
    },
    endNow: () => child.kill('SIGKILL'),
  });
  exited.then(forget, forget);

  function stop(): Promise<number | null> {
    if (!hasEnded()) {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      child.once('exit', () => clearTimeout(force));
    }
    return exited.catch(() => null);
  }
  return {
    pid: child.pid ?? 0,
    get stderr() {
      return stderr;
    },
    get hasEnded() {
      return hasEnded();
    },
    exited,
    signal: (signal) => void child.kill(signal),
    stop,
    async kill() {
      if (!hasEnded()) child.kill('SIGKILL');
      await exited.catch(() => null);
    },
  };
}

/**
 * Waits until a program is ready; `ready` resolves or rejects as it learns. A program that ends instead, fails, or takes too
 * long is ended, and the error contains its output.
 */
export async function untilReady<T>(
  name: string,
  program: Program,
  ready: Promise<T>,
  timeoutMs = START_MS,
): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      ready,
      program.exited.then((code) =>
        Promise.reject(new Error(`${name} ended with ${String(code)} before it was ready`)),
      ),
      new Promise<never>((_resolve, reject) => {
        late = setTimeout(() => reject(new Error(`${name} was not ready after ${timeoutMs / 1000} s`)), timeoutMs);
      }),
    ]);
  } catch (error) {
    await program.kill();
    const said = program.stderr === '' ? '' : `:\n${program.stderr}`;
    throw new Error(`${error instanceof Error ? error.message : String(error)}${said}`, { cause: error });
  } finally {
    clearTimeout(late);
  }
}

/**
 * Ends and removes what tests started, whatever happens to the tests: after each test file (also when a hook of it failed
 * or took too long), and at the latest when the process ends.
 */
import { runInThisContext } from 'node:vm';

export interface Leftover {
  /** Ends it properly. Called after the test file unless `forget` was. */
  readonly end: () => Promise<void> | void;
  /** Ends it without waiting for anything, when the process exits. */
  readonly endNow: () => void;
}

/** Time limit of the hook after a test file. */
const END_MS = 300_000;

/** Jest gives each test file a copy of `process` whose `exit` never comes; this is the process itself. */
const realProcess = runInThisContext('process') as NodeJS.Process;
const leftovers = new Set<Leftover>();

function endAllNow(): void {
  for (const { endNow } of leftovers) endNow();
}

/** Registers something to be ended; the answer takes it off the list, once it has been ended. */
export function endLater(leftover: Leftover): () => void {
  if (leftovers.size === 0) realProcess.on('exit', endAllNow);
  leftovers.add(leftover);
  return () => {
    leftovers.delete(leftover);
    if (leftovers.size === 0) realProcess.off('exit', endAllNow);
  };
}

/** Ends everything that is still there, the newest first: a collector before its folder. */
export async function endLeftovers(): Promise<void> {
  for (const { end } of [...leftovers].reverse()) await end();
}

type Hook = (work: () => Promise<void>, timeoutMs: number) => void;

// In a test file of Jest; programs that use this package have no such hook.
(globalThis as { afterAll?: Hook }).afterAll?.(endLeftovers, END_MS);

export interface UntilOptions {
  /** Time to wait before failing. Default 180 s: a busy machine is only slow. */
  readonly timeoutMs?: number;
  /** Interval between checks. Default 25 ms. */
  readonly everyMs?: number;
  /** Description of the condition, for the failure message; a function is called at the time of failure. */
  readonly what?: string | (() => string);
}

/**
 * Waits for a condition instead of sleeping: resolves with its first truthy value, rejects after `timeoutMs`.
 * A condition that throws (or rejects) counts as "not yet"; its last error becomes the cause of the failure.
 *
 *     await until(() => source.status.state === 'connected');
 *     const body = await until(async () => (await fetch(url)).json());
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const { timeoutMs = 180_000, everyMs = 25 } = options;
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, false | null | undefined | 0 | ''>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      const what = typeof options.what === 'function' ? options.what() : (options.what ?? condition.toString());
      throw new Error(`Not so after ${timeoutMs} ms: ${what}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Waits for a condition instead of sleeping; one that throws counts as "not yet". */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what, everyMs = 50, timeoutMs = 30_000 }: { what: () => string; everyMs?: number; timeoutMs?: number },
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`Not so after ${timeoutMs} ms: ${what()}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

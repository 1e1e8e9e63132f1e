/**
 * Shares one computation with all callers that ask at the same time, or within `maxAgeMs` after it succeeded: fifty
 * scrapers cost as much as one. A failure goes to the callers that waited for it and is not kept.
 */
export function createSharedResult<T>(
  produce: () => Promise<T>,
  maxAgeMs: number,
  monotonicMs: () => number,
): () => Promise<T> {
  let pending: Promise<T> | undefined;
  let finished: { readonly value: T; readonly at: number } | undefined;
  const compute = async () => {
    const value = await produce();
    finished = { value, at: monotonicMs() };
    return value;
  };
  return () => {
    if (pending !== undefined) return pending;
    if (finished !== undefined && monotonicMs() - finished.at < maxAgeMs) return Promise.resolve(finished.value);
    pending = compute().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

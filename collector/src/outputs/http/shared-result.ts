/**
 * One computation for everybody who asks at the same time, or within `maxAgeMs` after it ended well. Fifty scrapers cost
 * what one costs; a failure is shared by those who waited for it and then forgotten.
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

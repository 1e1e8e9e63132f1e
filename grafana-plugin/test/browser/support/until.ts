const PAUSE_MS = 50;

/** Asks again until the answer is there; the last error, or what was hoped for, when it does not come in time. */
export async function until<T>(
  hoped: string,
  ask: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let failure: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  } while (Date.now() < deadline);
  throw new Error(`Not within ${timeoutMs / 1000} s: ${hoped}`, { cause: failure });
}

import type { Logger } from 'pino';

/** Logs a repeating event at most once per `intervalMs` and key, with how often it was left out in between. */
export interface ThrottledLog {
  log(level: 'info' | 'warn' | 'error', key: string, fields: Readonly<Record<string, unknown>>, sentence: string): void;
  /** The next event of this key is logged whatever came before. */
  reset(key: string): void;
}

export function createThrottledLog(
  logger: Logger,
  intervalMs: number,
  monotonicMs: () => number = () => performance.now(),
): ThrottledLog {
  const seen = new Map<string, { at: number; suppressed: number }>();
  return {
    log: (level, key, fields, sentence) => {
      const now = monotonicMs();
      const last = seen.get(key);
      if (last !== undefined && now - last.at < intervalMs) {
        last.suppressed += 1;
        return;
      }
      seen.set(key, { at: now, suppressed: 0 });
      logger[level](
        { ...fields, ...(last === undefined || last.suppressed === 0 ? {} : { suppressed: last.suppressed }) },
        sentence,
      );
    },
    reset: (key) => void seen.delete(key),
  };
}

import type { Logger } from 'pino';
import type { StreamSession } from '../../store/store.js';

/** Writes connections to the database, a few at a time: a storm of connections must not become a storm of commits. */
export interface SessionLog {
  /** The newest of a session wins. */
  note(session: StreamSession): void;
  /** Writes a few. */
  flush(): void;
  /** Writes what is left. */
  finish(): void;
}

const MAX_WAITING = 1000;
const PER_FLUSH = 10;
const LOG_EVERY_MS = 60_000;

export function createSessionLog(
  recordSession: (session: StreamSession) => void,
  logger: Logger,
  monotonicMs: () => number,
): SessionLog {
  const waiting = new Map<string, StreamSession>();
  let loggedAt = -Infinity;

  function write(count: number): void {
    for (const [id, session] of waiting) {
      if (count <= 0) return;
      count -= 1;
      waiting.delete(id);
      try {
        recordSession(session);
      } catch (error) {
        if (monotonicMs() - loggedAt < LOG_EVERY_MS) continue;
        loggedAt = monotonicMs();
        logger.warn({ event: 'live.session_not_recorded', err: error }, 'A live session could not be recorded');
      }
    }
  }

  return {
    note(session) {
      if (!waiting.has(session.sessionId) && waiting.size >= MAX_WAITING) return;
      waiting.set(session.sessionId, session);
    },
    flush: () => write(PER_FLUSH),
    finish: () => write(waiting.size),
  };
}

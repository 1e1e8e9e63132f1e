import type { StreamSession } from '../../store/store.js';
import type { ThrottledLog } from '../../throttled-log.js';

/** Writes connections to the database, a few at a time: a storm of connections must not become a storm of commits. */
export interface SessionRecorder {
  /** The newest of a session wins. */
  record(session: StreamSession): void;
  /** Writes a few. */
  flush(): void;
  /** Writes what is left. */
  finish(): void;
}

const MAX_WAITING = 1000;
const PER_FLUSH = 10;

export function createSessionRecorder(
  recordSession: (session: StreamSession) => void,
  log: ThrottledLog,
): SessionRecorder {
  const waiting = new Map<string, StreamSession>();

  function write(count: number): void {
    for (const [id, session] of waiting) {
      if (count <= 0) return;
      count -= 1;
      waiting.delete(id);
      try {
        recordSession(session);
      } catch (error) {
        const event = 'live.session_not_recorded';
        log.log('warn', event, { event, err: error }, 'A live session could not be recorded');
      }
    }
  }

  return {
    record(session) {
      if (!waiting.has(session.sessionId) && waiting.size >= MAX_WAITING) return;
      waiting.set(session.sessionId, session);
    },
    flush: () => write(PER_FLUSH),
    finish: () => write(waiting.size),
  };
}

import type { Row } from './streamTopics';

/** Buffers rows for Grafana and writes them a few times a second. Its size is bounded: the oldest rows are dropped. */
export interface StreamBuffer {
  add(rows: readonly Row[]): void;
  close(): void;
}

const FLUSH_MS = 250;
const MAX_ROWS = 2000;

export function createStreamBuffer(
  /** False when Grafana does not keep up. */
  write: (rows: readonly Row[]) => boolean,
  onceDrained: (callback: () => void) => void,
): StreamBuffer {
  let waiting: Row[] = [];
  let blocked = false;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    if (blocked || waiting.length === 0) {
      return;
    }
    const rows = waiting;
    waiting = [];
    if (!write(rows)) {
      blocked = true;
      onceDrained(() => {
        blocked = false;
        scheduleFlush();
      });
    }
  }

  function scheduleFlush(): void {
    if (waiting.length > 0) {
      timer ??= setTimeout(flush, FLUSH_MS);
    }
  }

  return {
    add(rows) {
      waiting = [...waiting, ...rows].slice(-MAX_ROWS);
      scheduleFlush();
    },
    close() {
      clearTimeout(timer);
      waiting = [];
      blocked = true;
    },
  };
}

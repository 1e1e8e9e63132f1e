import type { Row } from './streamTopics';

/** Rows on their way to Grafana: a few packets a second, and no more memory when nobody takes them. */
export interface Outlet {
  add(rows: readonly Row[]): void;
  close(): void;
}

const PAUSE_MS = 250;
/** The oldest are let go: who looks wants the present. */
const MOST_WAITING = 2000;

export function createOutlet(
  write: (rows: readonly Row[]) => boolean,
  onceDrained: (callback: () => void) => void,
): Outlet {
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
        plan();
      });
    }
  }

  function plan(): void {
    if (waiting.length > 0) {
      timer ??= setTimeout(flush, PAUSE_MS);
    }
  }

  return {
    add(rows) {
      waiting = [...waiting, ...rows].slice(-MOST_WAITING);
      plan();
    },
    close() {
      clearTimeout(timer);
      waiting = [];
      blocked = true;
    },
  };
}

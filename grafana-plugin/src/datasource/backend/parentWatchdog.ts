export interface ParentWatchdogParts {
  /** Process id of the parent. */
  readonly parent: () => number;
  readonly onEnd: (reason: string) => void;
}

const CHECK_MS = 1000;

/**
 * Calls `onEnd` when the Grafana that started this process is gone, also when it was killed: the process then gets another
 * parent. The end of standard input means nothing: Grafana passes its own on, which a service has closed from the start.
 * Returns what stops the watchdog.
 */
export function watchParent({ parent, onEnd }: ParentWatchdogParts): () => void {
  const first = parent();
  const timer = setInterval(() => {
    if (parent() !== first) {
      clearInterval(timer);
      onEnd('Grafana is gone');
    }
  }, CHECK_MS);
  return () => clearInterval(timer);
}

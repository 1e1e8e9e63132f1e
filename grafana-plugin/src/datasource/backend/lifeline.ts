/** Ends this program with the Grafana that started it, however that ended. */
export interface LifelineParts {
  /** The process that started this one. */
  readonly parent: () => number;
  readonly onEnd: (reason: string) => void;
}

const CHECK_MS = 1000;

/**
 * A killed parent tells nobody, but its children get another one. Standard input says nothing: Grafana hands its own on,
 * which is closed from the start where it runs as a service.
 */
export function watchParent({ parent, onEnd }: LifelineParts): () => void {
  const first = parent();
  const timer = setInterval(() => {
    if (parent() !== first) {
      clearInterval(timer);
      onEnd('Grafana is gone');
    }
  }, CHECK_MS);
  return () => clearInterval(timer);
}

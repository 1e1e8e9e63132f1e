import type { PipelineStatus, UnixMillis } from '../model.js';
import type { IngestStore } from '../store/store.js';
import type { History } from './history.js';

export interface RecordingParts {
  readonly history: Pick<History, 'collectReadings' | 'reset'>;
  readonly store: Pick<IngestStore, 'recordReadings'>;
  readonly pipeline: () => PipelineStatus;
  /** False while the past of a simulated mesh is filled in: it arrives all at once and says nothing about load. */
  readonly historyIsComplete: () => boolean;
  readonly clock: () => UnixMillis;
}

/** Returns a task that stores one set of the collector's own readings per run. */
export function createRecording({ history, store, pipeline, historyIsComplete, clock }: RecordingParts): () => void {
  let settled = historyIsComplete();
  return () => {
    if (!settled) {
      settled = historyIsComplete();
      history.reset();
      return;
    }
    const readings = history.collectReadings();
    // A database that cannot be written has been reported already.
    if (pipeline().blockedSince === null) store.recordReadings(clock(), readings);
  };
}

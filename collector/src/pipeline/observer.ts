import type { DropReason, Ingested, RejectReason } from '../model.js';
import type { CommitResult } from '../store/store.js';

/** Receives the measurements of the pipeline as they happen; totals are in its status. Calls are cheap and must not throw. */
export interface PipelineObserver {
  /** After the commit. */
  settled(item: Ingested, result: Pick<CommitResult, 'outcome' | 'isIdReused'>): void;
  /** A message is not stored: rejected with a detail for people, or dropped without. */
  refused?(reason: RejectReason | DropReason, detail: string | undefined): void;
  committed(batch: { readonly size: number; readonly seconds: number }): void;
  /** From receipt to publication of the oldest message of a batch. */
  published(seconds: number): void;
}

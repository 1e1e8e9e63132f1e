import type { DropReason, Ingested, RejectReason } from '../model.js';

/** What the pipeline tells whoever measures it. Calls are cheap and must not throw. */
export interface PipelineObserver {
  received(broker: string): void;
  rejected(reason: RejectReason): void;
  dropped(reason: DropReason): void;
  /** After the commit; `outcome` is the store's word for it. */
  settled(item: Ingested, outcome: 'stored' | 'reception' | 'duplicate'): void;
  committed(batch: { readonly size: number; readonly seconds: number }): void;
  /** From receipt to publication of the oldest message of a batch. */
  published(seconds: number): void;
}

import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import type { CreateMerger, LivePlan } from './merger';

/** For answers that only the collector can make: any change of the kinds listened to is a reason to ask again. */
const createReloader =
  (kinds: readonly LiveKind[]): CreateMerger =>
  (frames) => {
    let stale = false;
    return {
      apply(changes: LiveChanges) {
        stale = stale || kinds.some((kind) => (changes[kind]?.length ?? 0) > 0);
        return false;
      },
      frames: () => frames,
      takeStale: () => {
        const was = stale;
        stale = false;
        return was;
      },
    };
  };

/** Asks the collector again, at most every `reloadMs`, after a change of one of the kinds. */
export const reloading = (kinds: readonly LiveKind[], reloadMs: number): LivePlan => ({
  kinds,
  reloadMs,
  needsNames: false,
  createMerger: createReloader(kinds),
});

/** Puts changes of the kinds into the frames. */
export const merging = (kinds: readonly LiveKind[], createMerger: CreateMerger, needsNames = false): LivePlan => ({
  kinds,
  reloadMs: 10_000,
  needsNames,
  createMerger,
});

/**
 * Whether a change alone tells that it belongs into the answer. Roles and ad hoc filters are about more than a change
 * says; gateways are known of packets only.
 */
export function isMergeable({ queryType, filters = [], roles = [], gateways = [] }: WireQuery): boolean {
  return filters.length === 0 && roles.length === 0 && (gateways.length === 0 || queryType === 'packets');
}

import type { PacketFlag, UnixMillis } from '../model.js';
import type { PacketDiagnostics } from './ports/port.js';
import { plausibleTime } from './sanitize.js';

/** Collects the diagnostics of one packet. */
export interface CollectedDiagnostics extends PacketDiagnostics {
  readonly flags: readonly PacketFlag[];
  readonly claimedTime: UnixMillis | null;
  readonly keep: boolean;
}

export function collectDiagnostics(now: UnixMillis): CollectedDiagnostics {
  const flags = new Set<PacketFlag>();
  let claimedTime: UnixMillis | null = null;
  let keep = false;
  return {
    flag: (flag) => flags.add(flag),
    deviceTime: (seconds) => {
      claimedTime ??= plausibleTime(seconds, now);
    },
    keepPayload: () => {
      keep = true;
    },
    get flags() {
      return [...flags];
    },
    get claimedTime() {
      return claimedTime;
    },
    get keep() {
      return keep;
    },
  };
}

import type { MeshPacket, PacketFlag, ReadingProblem, UnixMillis } from '../model.js';
import type { PacketDiagnostics } from './ports/port.js';
import { plausibleTime } from './sanitize.js';

/** Collects the diagnostics of one packet. */
export interface CollectedDiagnostics extends PacketDiagnostics {
  readonly flags: readonly PacketFlag[];
  readonly claimedTime: UnixMillis | null;
  readonly keep: boolean;
  readonly problems: readonly ReadingProblem[];
}

/** The readings of a packet that were clamped or refused, for the packet. */
export const problemsOf = ({ problems }: CollectedDiagnostics): Pick<MeshPacket, 'readingProblems'> =>
  problems.length === 0 ? {} : { readingProblems: problems };

export function collectDiagnostics(now: UnixMillis): CollectedDiagnostics {
  const flags = new Set<PacketFlag>();
  let claimedTime: UnixMillis | null = null;
  let keep = false;
  const problems: ReadingProblem[] = [];
  return {
    flag: (flag) => flags.add(flag),
    deviceTime: (seconds) => {
      claimedTime ??= plausibleTime(seconds, now);
    },
    keepPayload: () => {
      keep = true;
    },
    problem: (problem) => {
      problems.push(problem);
      flags.add(problem.fault === 'clamped' ? 'reading_clamped' : 'reading_implausible');
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
    get problems() {
      return problems;
    },
  };
}

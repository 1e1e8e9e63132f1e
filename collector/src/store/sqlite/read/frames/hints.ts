/** Settings of a node that harm the mesh, each with what would be better. */
import { relayRoles } from '@mesh-observatory/contract/roles';
import { formatDuration } from '../../write/wording.js';

/** A node with what its packets and links tell. */
export interface Described {
  readonly role: string | null;
  readonly hopLimit: number | null;
  /** Nodes it hears, or that hear it, without a relay. */
  readonly neighbors: number;
  readonly altitude: number | null;
  /** Median of the known altitudes of its neighbors. */
  readonly altitudeAround: number | null;
  /** Usual milliseconds between two positions, or two packets of telemetry; null = too few of them. */
  readonly positionEveryMs: number | null;
  readonly telemetryEveryMs: number | null;
}

/** Firmware advises 3; more only lets packets run in circles through a dense mesh. */
const HIGH_HOP_LIMIT = 6;
/** Shorter than stock firmware allows on a busy mesh; telemetry comes in several kinds. */
const SHORT_POSITION_MS = 2 * 60_000;
const SHORT_TELEMETRY_MS = 60_000;
/** Nodes that move have a reason to say often where they are. */
const MOVING = new Set(['TRACKER', 'TAK_TRACKER', 'TAK', 'LOST_AND_FOUND']);
/** Lower than this below its neighbors, a router is in a valley. */
const VALLEY_METERS = 50;

const every = (ms: number) => `every ${formatDuration(ms / 1000)}`;

/** `usualNeighbors`: half of the nodes have fewer. */
export function hintsOf(node: Described, usualNeighbors: number): string[] {
  const { role, hopLimit, neighbors, altitude, altitudeAround, positionEveryMs, telemetryEveryMs } = node;
  const hints: string[] = [];
  if (relayRoles.includes(role ?? '')) {
    if (altitude !== null && altitudeAround !== null && altitude < altitudeAround - VALLEY_METERS) {
      const below = Math.round(altitudeAround - altitude);
      hints.push(`A router ${below} m below its neighbors: as a client it would disturb less`);
    }
    if (neighbors < usualNeighbors / 2) {
      hints.push(
        `A router with ${neighbors} neighbors, where ${usualNeighbors} are usual: as a client it would disturb less`,
      );
    }
  }
  if (hopLimit !== null && hopLimit >= HIGH_HOP_LIMIT) hints.push(`Hop limit ${hopLimit}: 3 is enough for most meshes`);
  if (positionEveryMs !== null && positionEveryMs < SHORT_POSITION_MS && !MOVING.has(role ?? '')) {
    hints.push(`Sends its position ${every(positionEveryMs)}: every 15 minutes is enough`);
  }
  if (telemetryEveryMs !== null && telemetryEveryMs < SHORT_TELEMETRY_MS) {
    hints.push(`Sends telemetry ${every(telemetryEveryMs)}: every 30 minutes is enough`);
  }
  return hints;
}

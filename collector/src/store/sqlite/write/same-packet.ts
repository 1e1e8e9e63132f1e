/**
 * Decides whether two messages with the same sender and packet id are copies of one packet. A node may use an id again
 * (after a restart, or with weak random numbers), and anyone can publish a packet under the id of another one.
 *
 * Only what both copies state is compared: the content when both can be read, else the encrypted bytes. JSON rounds,
 * leaves out and invents zeros, so that it is compared with tolerance.
 */
import { isUnicast, type MeshEvent, type MetricSample, type NeighborInfoEvent } from '../../../model.js';
import { eventsOf, hasPacketFields, isProtobuf, isReadable, type PacketState } from './merge-packet.js';

/** `unclear`: nothing that both copies state can be compared; they count as copies. */
export type Relation = 'same' | 'unclear' | 'other';

export function relationOf(a: PacketState, b: PacketState): Relation {
  if (a.portnum !== null && b.portnum !== null && a.portnum !== b.portnum) return 'other';
  if (a.to !== b.to && a.decodeStatus !== 'json' && b.decodeStatus !== 'json') return 'other';
  if (a.encryptedDigest !== null && a.encryptedDigest === b.encryptedDigest) return 'same';
  const content = isReadable(a) && isReadable(b) ? compareContent(a, b) : 'unclear';
  return content === 'unclear' ? compareEncrypted(a, b) : content;
}

/**
 * A channel key and an id give one ciphertext, so that other bytes are another packet, with two exceptions: relays
 * encrypt a traceroute again, which is addressed to one node; and a direct message between two nodes' keys is encrypted
 * anew for each attempt, to the same length.
 */
function compareEncrypted(a: PacketState, b: PacketState): Relation {
  if (a.encryptedDigest === null || b.encryptedDigest === null) return 'unclear';
  if (a.decodeStatus === 'suspect' || b.decodeStatus === 'suspect') return 'unclear';
  if (a.decodeStatus === 'pki' && b.decodeStatus === 'pki') return a.size === b.size ? 'unclear' : 'other';
  return isUnicast(a.to) ? 'unclear' : 'other';
}

function compareContent(a: PacketState, b: PacketState): Relation {
  if (a.decodeStatus === 'suspect' || b.decodeStatus === 'suspect') return 'unclear';
  // Fields around the payload may differ from gateway to gateway.
  const areComparable = !hasPacketFields(a) && !hasPacketFields(b);
  if (areComparable && a.payload !== null && b.payload !== null)
    return Buffer.compare(a.payload, b.payload) === 0 ? 'same' : 'other';
  if (a.payloadStatus !== 'decoded' || b.payloadStatus !== 'decoded') return 'unclear';
  if (a.requestId !== null && b.requestId !== null && a.requestId !== b.requestId) return 'other';
  if (a.events === b.events) return a.events === '[]' ? 'unclear' : 'same';
  return compareEvents(eventsOf(a), eventsOf(b), isProtobuf(a) && isProtobuf(b));
}

function compareEvents(left: readonly MeshEvent[], right: readonly MeshEvent[], exact: boolean): Relation {
  const relations = left.flatMap((a) =>
    right.filter((b) => b.type === a.type).map((b) => (exact ? compareExactly(a, b) : compareRoughly(a, b))),
  );
  if (relations.includes('other')) return 'other';
  if (relations.includes('same')) return 'same';
  // Requests have no events; a reading that one decoder dropped is no difference.
  return 'unclear';
}

const equal = (isEqual: boolean): Relation => (isEqual ? 'same' : 'other');

function compareExactly(a: MeshEvent, b: MeshEvent): Relation {
  if (a.type === 'text' && b.type === 'text') {
    const isWithheld = a.text === '' || b.text === '';
    return isWithheld ? 'unclear' : equal(a.text === b.text && a.replyId === b.replyId && a.emoji === b.emoji);
  }
  if (a.type === 'telemetry' && b.type === 'telemetry') {
    return a.variant === b.variant ? compareSamples(a.samples, b.samples, (x, y) => x === y) : 'other';
  }
  if (a.type === 'store_forward' && b.type === 'store_forward') {
    return a.kind === b.kind ? compareSamples(a.samples, b.samples, (x, y) => x === y) : 'other';
  }
  if (a.type === 'position' && b.type === 'position') {
    const hasOtherTime = a.fixTime !== null && b.fixTime !== null && a.fixTime !== b.fixTime;
    const isSamePlace = a.latitude === b.latitude && a.longitude === b.longitude && a.altitude === b.altitude;
    return equal(isSamePlace && !hasOtherTime);
  }
  if (a.type === 'neighbor_info' && b.type === 'neighbor_info') return compareNeighbors(a, b);
  if (a.type === 'traceroute' && b.type === 'traceroute') {
    return equal(a.kind === b.kind && a.origin === b.origin && a.target === b.target);
  }
  return equal(JSON.stringify(a) === JSON.stringify(b));
}

/** One of the two was printed as JSON. */
function compareRoughly(a: MeshEvent, b: MeshEvent): Relation {
  if (a.type === 'text' && b.type === 'text') return compareTexts(a.text, b.text);
  if (a.type === 'telemetry' && b.type === 'telemetry') {
    return compareSamples(a.samples, b.samples, (x, y) => x === 0 || y === 0 || isRounded(x, y));
  }
  if (a.type === 'position' && b.type === 'position') {
    return equal(isSameDegree(a.latitude, b.latitude) && isSameDegree(a.longitude, b.longitude));
  }
  if (a.type === 'node_info' && b.type === 'node_info') {
    const names = [compareTexts(a.longName, b.longName), compareTexts(a.shortName, b.shortName)];
    return names.find((relation) => relation === 'other') ?? 'unclear';
  }
  if (a.type === 'neighbor_info' && b.type === 'neighbor_info') return compareNeighbors(a, b);
  if (a.type === 'waypoint' && b.type === 'waypoint') {
    return a.waypointId === b.waypointId ? compareTexts(a.name, b.name) : 'other';
  }
  return 'unclear';
}

/** Firmware cuts some numbers to whole ones, and prints others with fewer digits. */
const isRounded = (x: number, y: number) => Math.abs(x - y) < Math.max(1, Math.abs(x) * 1e-5);
const isSameDegree = (x: number, y: number) => Math.abs(x - y) < 1e-6;

function compareSamples(
  left: readonly MetricSample[],
  right: readonly MetricSample[],
  isEqual: (x: number, y: number) => boolean,
): Relation {
  const values = new Map(right.map(({ metric, value }) => [metric, value]));
  const pairs = left.flatMap(({ metric, value }): [number, number][] => {
    const other = values.get(metric);
    return other === undefined ? [] : [[value, other]];
  });
  return pairs.length === 0 ? 'unclear' : equal(pairs.every(([x, y]) => isEqual(x, y)));
}

/** A copy may lack the end of the list. */
function compareNeighbors({ neighbors: a }: NeighborInfoEvent, { neighbors: b }: NeighborInfoEvent): Relation {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const readings = new Map(long.map(({ node, snr }) => [node, snr]));
  return equal(
    short.every(({ node, snr }) => {
      const other = readings.get(node);
      return other !== undefined && (snr === null || other === null || isRounded(snr, other));
    }),
  );
}

/** Old firmware loses emoji and other bytes beyond ASCII, and a text that is JSON itself comes reprinted. */
function compareTexts(a: string, b: string): Relation {
  const [left, right] = [lettersOf(a), lettersOf(b)];
  return left === '' || right === '' ? 'unclear' : equal(left === right);
}

function lettersOf(text: string): string {
  return reprinted(text).replace(/[^\dA-Za-z]/g, '');
}

function reprinted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text; // no JSON: most texts
  }
}

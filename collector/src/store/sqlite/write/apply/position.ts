import type Database from 'better-sqlite3';
import { formatNodeId, type PositionEvent } from '../../../../model.js';
import { distanceMetres, errorMetres, isCoarser, isWithinCell } from '../geo.js';
import type { Latest } from '../clock-guard.js';
import type { NodeDraft } from '../node-draft.js';
import type { PacketContext } from './packet-context.js';
import { formatDistance, formatDuration, nameOf } from '../wording.js';

export type ApplyPosition = (event: PositionEvent, context: PacketContext) => void;

/** Where a node is held to be. `at`: when that was last confirmed. */
interface Fix {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number | null;
  readonly precisionBits: number | null;
  readonly at: number;
}

/** Late positions are put in their place among this many. */
const REPLAYED = 200;
/** Coarser positions are for the public: they jump from cell to cell. */
const JUDGED_BITS = 16;
const JUMP_METRES = 10_000;
const JUMP_KMH = 1000;

/** A coarse position around a finer one says nothing new but that the node is still there. */
function follow(before: Fix | undefined, next: Fix): Fix {
  if (before === undefined) return next;
  const confirms =
    isCoarser(next.precisionBits, before.precisionBits) && isWithinCell(before, next, next.precisionBits);
  return confirms ? { ...before, at: next.at } : next;
}

function fixOf({ node }: NodeDraft): Fix | undefined {
  const { latitude, longitude, altitude, precisionBits, positionAt } = node;
  if (latitude === null || longitude === null || positionAt === null) return undefined;
  return { latitude, longitude, altitude, precisionBits, at: positionAt };
}

function setFix(draft: NodeDraft, fix: Fix): void {
  draft.set('latitude', fix.latitude);
  draft.set('longitude', fix.longitude);
  draft.set('altitude', fix.altitude);
  draft.set('precisionBits', fix.precisionBits);
  draft.set('positionAt', fix.at);
}

const isPrecise = ({ precisionBits }: Fix) => precisionBits === null || precisionBits >= JUDGED_BITS;

interface Jump {
  readonly distanceKm: number;
  readonly speedKmh: number;
  readonly seconds: number;
}

export function createApplyPosition(db: Database.Database, latest: Latest): ApplyPosition {
  const save = db.prepare(`
    INSERT INTO positions (node_num, at, packet_row, packet_id, latitude, longitude, altitude, precision_bits, ground_speed,
      ground_track, sats_in_view, accuracy, fix_time, source)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, altitude = excluded.altitude,
      precision_bits = excluded.precision_bits, ground_speed = excluded.ground_speed,
      ground_track = excluded.ground_track, sats_in_view = excluded.sats_in_view, accuracy = excluded.accuracy,
      fix_time = excluded.fix_time, source = excluded.source`);
  const history = db.prepare<[number, number], Fix>(`
    SELECT latitude, longitude, altitude, precision_bits AS precisionBits, at FROM positions
    WHERE node_num = ? ORDER BY at DESC, packet_id DESC LIMIT ?`);
  const fixTimeBefore = db
    .prepare<[number, number], number | null>(
      'SELECT fix_time FROM positions WHERE node_num = ? AND at < ? ORDER BY at DESC LIMIT 1',
    )
    .pluck();

  function write(event: PositionEvent, { row, at, packet }: PacketContext): void {
    save.run(
      packet.from,
      at,
      row,
      packet.id,
      event.latitude,
      event.longitude,
      event.altitude,
      event.precisionBits,
      event.groundSpeed,
      event.groundTrack,
      event.satsInView,
      event.accuracy,
      event.fixTime,
      event.source,
    );
  }

  /** The positions of the node in their order, as if none had been late. */
  function replay(num: number): Fix | undefined {
    const fixes = history.all(num, REPLAYED).filter(({ at }) => !latest.isFuture(at));
    return fixes.reverse().reduce<Fix | undefined>(follow, undefined);
  }

  function findJump(before: Fix, now: Fix, event: PositionEvent, num: number): Jump | undefined {
    if (!isPrecise(before) || !isPrecise(now)) return undefined;
    const metres = distanceMetres(before, now) - errorMetres(before.precisionBits) - errorMetres(now.precisionBits);
    if (metres <= JUMP_METRES) return undefined;
    // Messages a broker kept for us arrive together: then only the device's clock knows how long the journey took.
    const fixedBefore = fixTimeBefore.get(num, now.at) ?? null;
    const byDevice = event.fixTime === null || fixedBefore === null ? 0 : event.fixTime - fixedBefore;
    const seconds = Math.max(1, now.at - before.at, byDevice) / 1000;
    const speedKmh = (metres / seconds) * 3.6;
    return speedKmh > JUMP_KMH
      ? { distanceKm: Math.round(metres / 1000), speedKmh: Math.round(speedKmh), seconds }
      : undefined;
  }

  function tellJump(before: Fix, now: Fix, jump: Jump, context: PacketContext, origin: NodeDraft): void {
    const place = ({ latitude, longitude, at }: Fix) => ({ latitude, longitude, at });
    context.derive({
      at: context.at,
      kind: 'position_jump',
      severity: 'warning',
      node: origin.num,
      title: `${nameOf(origin.node)} jumped ${formatDistance(jump.distanceKm * 1000)}`,
      text: `${jump.distanceKm} km in ${formatDuration(jump.seconds)}: a wrong fix, or somebody else under its number`,
      data: { old: place(before), new: place(now), distanceKm: jump.distanceKm, speedKmh: jump.speedKmh },
    });
  }

  function locate(event: PositionEvent, context: PacketContext, origin: NodeDraft): void {
    const before = fixOf(origin);
    const now: Fix = { ...event, at: context.at };
    if (before !== undefined && !latest.isNewer(context.at, before.at)) {
      setFix(origin, replay(origin.num) ?? now);
      return;
    }
    const jump = before === undefined ? undefined : findJump(before, now, event, origin.num);
    if (before !== undefined && jump !== undefined) tellJump(before, now, jump, context, origin);
    setFix(origin, follow(before, now));
  }

  return (event, context) => {
    const { origin, packet, at } = context;
    if (origin === undefined || !context.firstHand) return;
    write(event, context);
    locate(event, context, origin);
    const { latitude, longitude, altitude, precisionBits, groundSpeed, groundTrack, satsInView, accuracy, fixTime } =
      event;
    const nodeId = formatNodeId(packet.from);
    const moved = {
      latitude,
      longitude,
      altitude,
      precisionBits,
      groundSpeed,
      groundTrack,
      satsInView,
      accuracy,
      fixTime,
    };
    context.announce({ kind: 'position', position: { nodeId, packetId: packet.id, at, ...moved } });
  };
}

import type Database from 'better-sqlite3';
import type { PositionEvent } from '../../../../model.js';
import { distanceMeters, errorMeters } from '../../geo.js';
import type { ClockGuard } from '../clock-guard.js';
import { toPosition, type PositionRow } from '../../rows/position.js';
import type { NodeDraft } from '../node-draft.js';
import { isHistory, type EventContext } from '../reception-update.js';
import { formatDistance, formatDuration, nameOf } from '../wording.js';
import { follow, wayOf, type Fix } from './fix.js';

export interface Positions {
  apply(event: PositionEvent, context: EventContext): void;
  /** Takes back the position of the packet that was stored at `at`. */
  retract(at: number, context: EventContext): void;
}

/** A position that arrives late is sorted in among this many. */
const RECOMPUTED_FROM = 200;
/** Coarser positions are not judged: they jump from cell to cell. */
const JUDGED_BITS = 16;
const JUMP_METERS = 10_000;
const JUMP_KMH = 1000;

function fixOf({ node }: NodeDraft): Fix | undefined {
  const { latitude, longitude, altitude, precisionBits, positionAt } = node;
  if (latitude === null || longitude === null || positionAt === null) return undefined;
  return { latitude, longitude, altitude, precisionBits, at: positionAt, way: undefined };
}

function clearFix(draft: NodeDraft): void {
  for (const field of ['latitude', 'longitude', 'altitude', 'precisionBits', 'positionAt'] as const) {
    draft.set(field, null);
  }
}

function setFix(draft: NodeDraft, fix: Fix): void {
  draft.set('latitude', fix.latitude);
  draft.set('longitude', fix.longitude);
  draft.set('altitude', fix.altitude);
  draft.set('precisionBits', fix.precisionBits);
  draft.set('positionAt', fix.at);
}

const isPrecise = ({ precisionBits }: Fix) => precisionBits === null || precisionBits >= JUDGED_BITS;

interface StoredFix extends Omit<Fix, 'way'> {
  readonly source: PositionEvent['source'];
  /** null = the packet is past its retention. */
  readonly channel: string | null;
}

interface Jump {
  readonly distanceKm: number;
  readonly speedKmh: number;
  readonly seconds: number;
}

function prepareStatements(db: Database.Database) {
  const save = db.prepare(`
    INSERT INTO positions (node_num, at, packet_row, packet_id, latitude, longitude, altitude, precision_bits, ground_speed,
      ground_track, sats_in_view, accuracy, fix_time, source)
    VALUES (:node_num, :at, :packet_row, :packet_id, :latitude, :longitude, :altitude, :precision_bits, :ground_speed,
      :ground_track, :sats_in_view, :accuracy, :fix_time, :source)
    ON CONFLICT DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, altitude = excluded.altitude,
      precision_bits = excluded.precision_bits, ground_speed = excluded.ground_speed,
      ground_track = excluded.ground_track, sats_in_view = excluded.sats_in_view, accuracy = excluded.accuracy,
      fix_time = excluded.fix_time, source = excluded.source`);
  const remove = db.prepare<[number, number, number]>(
    'DELETE FROM positions WHERE node_num = ? AND at = ? AND packet_row = ?',
  );
  const selectNewestFixes = db.prepare<[number, number], StoredFix>(`
    SELECT p.latitude, p.longitude, p.altitude, p.precision_bits AS precisionBits, p.at, p.source, c.name AS channel
    FROM positions p LEFT JOIN packets USING (packet_row) LEFT JOIN channels c USING (channel_id)
    WHERE p.node_num = ? ORDER BY p.at DESC, p.packet_id DESC LIMIT ?`);
  const selectWay = db.prepare<[number, number], Pick<StoredFix, 'source' | 'channel'>>(`
    SELECT p.source, c.name AS channel
    FROM positions p LEFT JOIN packets USING (packet_row) LEFT JOIN channels c USING (channel_id)
    WHERE p.node_num = ? AND p.at = ? ORDER BY p.packet_id DESC LIMIT 1`);
  const selectNewestOther = db
    .prepare<[number, number], number>(
      'SELECT at FROM positions WHERE node_num = ? AND packet_row <> ? ORDER BY at DESC LIMIT 1',
    )
    .pluck();
  const fixTimeBefore = db
    .prepare<[number, number], number | null>(
      'SELECT fix_time FROM positions WHERE node_num = ? AND at < ? ORDER BY at DESC LIMIT 1',
    )
    .pluck();
  return { save, remove, selectNewestFixes, selectWay, selectNewestOther, fixTimeBefore };
}

export function createPositions(db: Database.Database, clockGuard: ClockGuard): Positions {
  const { save, remove, selectNewestFixes, selectWay, selectNewestOther, fixTimeBefore } = prepareStatements(db);

  /** The place of the node as if no position had arrived late. */
  function recomputeFix(num: number): Fix | undefined {
    const fixes = selectNewestFixes.all(num, RECOMPUTED_FROM).filter(({ at }) => !clockGuard.isFuture(at));
    return fixes
      .reverse()
      .map(({ source, channel, ...fix }): Fix => ({ ...fix, way: wayOf(source, channel) }))
      .reduce<Fix | undefined>((before, next) => follow(before, next, ({ way }) => way), undefined);
  }

  function readWay(num: number, { at }: Fix): string | undefined {
    const stored = selectWay.get(num, at);
    return stored === undefined ? undefined : wayOf(stored.source, stored.channel);
  }

  /** True when a later position is known, even if it was not the one to show. */
  function isLate(before: Fix, { at, row }: EventContext, num: number): boolean {
    return !clockGuard.isNewer(at, before.at) || !clockGuard.isNewer(at, selectNewestOther.get(num, row));
  }

  function findJump(before: Fix, now: Fix, event: PositionEvent, context: EventContext): Jump | undefined {
    if (!isPrecise(before) || !isPrecise(now)) return undefined;
    const meters = distanceMeters(before, now) - errorMeters(before.precisionBits) - errorMeters(now.precisionBits);
    if (meters <= JUMP_METERS) return undefined;
    // Messages that the broker kept arrive together: then only the device's clock knows the time between them.
    const fixedBefore = context.reception.backlog ? (fixTimeBefore.get(context.packet.from, now.at) ?? null) : null;
    const byDevice = event.fixTime === null || fixedBefore === null ? 0 : event.fixTime - fixedBefore;
    const seconds = Math.max(1, now.at - before.at, byDevice) / 1000;
    const speedKmh = (meters / seconds) * 3.6;
    return speedKmh > JUMP_KMH
      ? { distanceKm: Math.round(meters / 1000), speedKmh: Math.round(speedKmh), seconds }
      : undefined;
  }

  function recordJump(before: Fix, now: Fix, jump: Jump, context: EventContext, sender: NodeDraft): void {
    const place = ({ latitude, longitude, at }: Fix) => ({ latitude, longitude, at });
    context.recordEvent({
      at: context.at,
      kind: 'position_jump',
      severity: 'warning',
      node: sender.num,
      title: `${nameOf(sender.node)} jumped ${formatDistance(jump.distanceKm * 1000)}`,
      text: `${jump.distanceKm} km in ${formatDuration(jump.seconds)}: a wrong fix, or another device with its node number`,
      data: { old: place(before), new: place(now), distanceKm: jump.distanceKm, speedKmh: jump.speedKmh },
    });
  }

  function updateFix(event: PositionEvent, context: EventContext, sender: NodeDraft): void {
    const before = fixOf(sender);
    const now: Fix = { ...event, at: context.at, way: wayOf(event.source, context.packet.channel) };
    if (before !== undefined && isLate(before, context, sender.num)) {
      setFix(sender, recomputeFix(sender.num) ?? now);
      return;
    }
    const jump = before === undefined ? undefined : findJump(before, now, event, context);
    if (before !== undefined && jump !== undefined) recordJump(before, now, jump, context, sender);
    setFix(
      sender,
      follow(before, now, (fix) => readWay(sender.num, fix)),
    );
  }

  function apply(event: PositionEvent, context: EventContext): void {
    const { sender, packet, at } = context;
    if (sender === undefined || !isHistory(context.messageOrigin)) return;
    const row: PositionRow = {
      node_num: packet.from,
      at,
      packet_row: context.row,
      packet_id: packet.id,
      latitude: event.latitude,
      longitude: event.longitude,
      altitude: event.altitude,
      precision_bits: event.precisionBits,
      ground_speed: event.groundSpeed,
      ground_track: event.groundTrack,
      sats_in_view: event.satsInView,
      accuracy: event.accuracy,
      fix_time: event.fixTime,
    };
    save.run({ ...row, source: event.source });
    updateFix(event, context, sender);
    context.announce({ kind: 'position', position: toPosition(row) });
  }

  return {
    apply,
    retract(at, { sender, row }) {
      if (sender === undefined || remove.run(sender.num, at, row).changes === 0) return;
      if (sender.node.positionAt !== at) return;
      const fix = recomputeFix(sender.num);
      if (fix === undefined) clearFix(sender);
      else setFix(sender, fix);
    },
  };
}

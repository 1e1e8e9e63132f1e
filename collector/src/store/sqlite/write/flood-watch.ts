/**
 * Notices nodes that flood the channel: that use far more airtime than they usually do. This is about the air; the flood
 * guard of the pipeline protects the collector, and lets much more pass.
 */
import type Database from 'better-sqlite3';
import { createMeshRadio, type RadioReport, type RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import { totalAirtimeMs } from '@mesh-observatory/contract/modem-presets';
import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { NodeNum } from '../../../model.js';
import { HABIT_MS, SHORTEST_HABIT_MS } from '../habit.js';
import type { NewEvent } from './event-log.js';
import type { NodeStore } from './node-store.js';
import { nameOf } from './wording.js';

export interface FloodWatch {
  /** Floods that began since the last look; it looks once a minute at most. */
  look(now: number): readonly NewEvent[];
}

const LOOK_EVERY_MS = MINUTE_MS;
const WINDOW_MS = 10 * MINUTE_MS;
/** Share of the channel below which nobody is hurt. */
const LEAST_SHARE = 0.02;
/** The same for nodes whose habit is not known. */
const LEAST_SHARE_OF_NEW = 0.05;
const TIMES_HABIT = 5;
/** A flood that goes on is announced again after this time. */
const AGAIN_AFTER_MS = HOUR_MS;

interface Counted {
  readonly packets: number;
  readonly bytes: number | null;
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;

interface Parts {
  readonly db: Database.Database;
  readonly nodes: NodeStore;
  readonly radio: RadioSettings;
}

export function createFloodWatch({ db, nodes, radio }: Parts): FloodWatch {
  const selectReports = db.prepare<[], Omit<RadioReport, 'nodeId'>>(
    `SELECT modem_preset AS modemPreset, region, last_heard AS lastHeard FROM nodes WHERE modem_preset IS NOT NULL`,
  );
  const selectBusy = db.prepare<[number, number, number], Counted & { node: NodeNum }>(
    `SELECT from_num AS node, COUNT(*) AS packets, SUM(size) AS bytes FROM packets
     WHERE received_at >= ? AND received_at < ? AND live = 1 GROUP BY from_num HAVING packets >= ?`,
  );
  const selectHabit = db.prepare<[NodeNum, number, number], Counted & { since: number | null }>(
    `SELECT COUNT(*) AS packets, SUM(size) AS bytes, MIN(received_at) AS since FROM packets
     WHERE from_num = ? AND received_at >= ? AND received_at < ? AND live = 1`,
  );
  const selectAnnounced = db.prepare<[NodeNum, number]>(
    `SELECT 1 FROM events WHERE kind = 'flood' AND node_num = ? AND at > ? LIMIT 1`,
  );
  let lookedAt = 0;

  function look(now: number): NewEvent[] {
    const from = now - WINDOW_MS;
    const { modemPreset } = createMeshRadio(
      selectReports.all().map((report, index) => ({ ...report, nodeId: String(index) })),
      radio,
    );
    const shareOf = ({ packets, bytes }: Counted, durationMs: number) =>
      totalAirtimeMs(modemPreset, packets, bytes ?? 0) / durationMs;
    const fewest = Math.floor((LEAST_SHARE * WINDOW_MS) / totalAirtimeMs(modemPreset, 1, 240));
    return selectBusy.all(from, now, fewest).flatMap((counted): NewEvent[] => {
      const share = shareOf(counted, WINDOW_MS);
      const node = nodes.draft(counted.node)?.node;
      if (share < LEAST_SHARE || node === undefined) return [];
      if (selectAnnounced.get(counted.node, now - AGAIN_AFTER_MS) !== undefined) return [];
      const before = selectHabit.get(counted.node, from - HABIT_MS, from);
      const known = before?.since == null ? 0 : from - before.since;
      const habit = before === undefined || known < SHORTEST_HABIT_MS ? undefined : shareOf(before, known);
      if (habit === undefined ? share < LEAST_SHARE_OF_NEW : share < TIMES_HABIT * habit) return [];
      const usual =
        habit === undefined
          ? 'it is not known for long enough to tell what is usual'
          : `${Math.round(share / habit)} times its habit of ${percent(habit)}`;
      return [
        {
          at: now,
          kind: 'flood',
          severity: 'warning',
          node: counted.node,
          title: `${nameOf(node)} floods the channel`,
          text: `Its packets took ${percent(share)} of the airtime of the last 10 min (${counted.packets} packets, without relays): ${usual}`,
          data: { airtimeShare: share, habitShare: habit ?? null, packets: counted.packets },
        },
      ];
    });
  }

  return {
    look(now) {
      if (Math.abs(now - lookedAt) < LOOK_EVERY_MS) return [];
      lookedAt = now;
      return look(now);
    },
  };
}

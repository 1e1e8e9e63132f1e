import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { Reception } from '../../../model.js';
import type { TransactionListener } from './transaction.js';

/**
 * Decides whether hop counts mean anything. Brokers with a zero-hop policy set hop_limit to 0 in every packet and keep
 * hop_start, so that each seems to have used up all its hops. A packet with hops left was not rewritten, and its count is
 * believed as it stands. One without is believed only where the broker is known to leave hop limits alone, per topic
 * root and channel; until then its hops are unknown.
 */
export interface HopTrust extends TransactionListener {
  judge(reception: Reception, channel: string): Reception;
}

/**
 * Logarithms of how much more often each is seen with a zero-hop policy (97 of 100 packets have no hops left, the
 * others passed it by) than without (at most 60 of 100, in a mesh as wide as its hop limit).
 */
const NO_HOPS_LEFT = Math.log(0.97 / 0.6);
const HOPS_LEFT = Math.log(0.03 / 0.4);
/** A gateway's own packet has used no hop yet: with none left, somebody took them; with all left, nobody did. */
const OWN_REWRITTEN = 6;
const OWN_UNTOUCHED = -6;
/** Believed below this: after one packet with hops left, when there is no evidence against it. */
const BELIEVED_BELOW = HOPS_LEFT + 0.1;
/** Old evidence never outweighs about a dozen new packets. */
const MOST = 6;
const MAX_KEYS = 2_000;

interface Key {
  readonly broker: string;
  readonly root: string;
  readonly channel: string;
}

interface Score extends Key {
  readonly score: number;
  readonly at: number;
}

const textOf = ({ broker, root, channel }: Key) => `${broker}\0${root}\0${channel}`;

/** Weight of a reception as evidence for a zero-hop policy of its broker; negative = against one, 0 = none. */
function evidenceOf({ own, hopStart, hopLimit }: Reception): number {
  if (hopStart === null || hopStart === 0 || hopLimit === null) return 0;
  if (hopLimit > hopStart) return 0;
  if (own) return hopLimit === 0 ? OWN_REWRITTEN : OWN_UNTOUCHED;
  return hopLimit === 0 ? NO_HOPS_LEFT : HOPS_LEFT;
}

const mayBeRewritten = ({ hopStart, hopLimit }: Reception) => hopLimit === 0 && hopStart !== null && hopStart > 0;

export function createHopTrust(db: Database.Database): HopTrust {
  const save = db.prepare(`
    INSERT INTO hop_trust (broker, root, channel, score, at) VALUES (:broker, :root, :channel, :score, :at)
    ON CONFLICT DO UPDATE SET score = excluded.score, at = excluded.at`);
  // Names come from strangers: only the newest are kept.
  db.prepare(
    `DELETE FROM hop_trust WHERE at < (SELECT at FROM hop_trust ORDER BY at DESC LIMIT 1 OFFSET ${MAX_KEYS})`,
  ).run();
  const scores = new LRUCache<string, Score>({ max: MAX_KEYS });
  const pending = new Map<string, Score>();
  for (const row of db.prepare<[], Score>('SELECT * FROM hop_trust ORDER BY at').all()) scores.set(textOf(row), row);

  function weigh(key: Key, evidence: number, at: number): number {
    const text = textOf(key);
    const before = (pending.get(text) ?? scores.get(text))?.score ?? 0;
    const score = Math.max(-MOST, Math.min(MOST, before + evidence));
    if (score !== before) pending.set(text, { ...key, score, at });
    return score;
  }

  return {
    judge(reception, channel) {
      const { broker, root, receivedAt, own } = reception;
      const score = weigh({ broker, root, channel }, evidenceOf(reception), receivedAt);
      // The gateway's own packet has come over no radio, whatever was made of its hop limit.
      if (!mayBeRewritten(reception)) return reception;
      if (own) return { ...reception, hopsAway: 0 };
      return score <= BELIEVED_BELOW ? reception : { ...reception, hopsAway: null };
    },
    flush() {
      for (const score of pending.values()) save.run(score);
    },
    committed() {
      for (const [text, score] of pending) scores.set(text, score);
      pending.clear();
    },
    rolledBack() {
      pending.clear();
    },
  };
}

import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { HotState } from '../../store/store.js';
import type { ChangeItem } from './change-item.js';
import { createGroup, type Group } from './group.js';
import { createBatchHistory } from './batch-history.js';
import type { LiveLimits } from './limits.js';
import type { Subscription } from './subscription.js';

/** All subscriptions in use, and those of clients that may reconnect. */
export interface Groups {
  /** The group of equal subscriptions; a new one when there is none. */
  obtain(subscription: Subscription): Group;
  /** Records which group a connection is in. */
  attach(sessionId: string, group: Group): void;
  /** Records that a connection is gone; it may reconnect for `resumeMs`. */
  detach(sessionId: string): void;
  /** Whether `group` is what the session had and still remembers everything after `seq`. */
  canResume(group: Group, sessionId: string, seq: number): boolean;
  send(items: readonly ChangeItem[]): void;
  /** Whether any subscription includes changes of this kind. */
  wants(kind: LiveKind): boolean;
  /** Drops sessions that can no longer be resumed, and groups without sessions. */
  expire(): void;
  readonly size: number;
  readonly historyBytes: number;
}

interface Session {
  readonly group: Group;
  /** Infinity while connected. */
  readonly until: number;
}

export interface GroupsParts {
  readonly hot: HotState;
  readonly limits: LiveLimits;
  readonly now: () => number;
  readonly monotonicMs: () => number;
}

export function createGroups({ hot, limits, now, monotonicMs }: GroupsParts): Groups {
  const history = createBatchHistory(limits.resumeBytes, limits.resumeMs, monotonicMs);
  const groups = new Map<string, Group>();
  const sessions = new Map<string, Session>();
  let wanted = new Set<LiveKind>();

  /** A group lives as long as a session refers to it. */
  function sweep(): void {
    const used = new Set([...sessions.values()].map(({ group }) => group));
    for (const [key, group] of groups) if (!used.has(group)) groups.delete(key);
    wanted = new Set([...groups.values()].flatMap(({ subscription }) => subscription.kinds));
  }

  return {
    obtain(subscription) {
      const existing = groups.get(subscription.key);
      if (existing !== undefined) return existing;
      const { messageBytes, snapshotLinks } = limits;
      const group = createGroup({ subscription, hot, history, messageBytes, snapshotLinks, now });
      groups.set(subscription.key, group);
      return group;
    },
    attach(sessionId, group) {
      sessions.set(sessionId, { group, until: Infinity });
      sweep();
    },
    detach(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return;
      sessions.delete(sessionId); // to the end: those that left first come first
      sessions.set(sessionId, { group: session.group, until: monotonicMs() + limits.resumeMs });
      dropExcess(sessions, limits.maxResumableSessions);
    },
    canResume(group, sessionId, seq) {
      const session = sessions.get(sessionId);
      return session?.group === group && session.until >= monotonicMs() && group.remembersAfter(seq);
    },
    send(items) {
      for (const group of groups.values()) group.send(items);
    },
    wants: (kind) => wanted.has(kind),
    expire() {
      history.expire();
      const time = monotonicMs();
      for (const [id, { until }] of sessions) if (until < time) sessions.delete(id);
      sweep();
    },
    get size() {
      return groups.size;
    },
    get historyBytes() {
      return history.bytes;
    },
  };
}

function dropExcess(sessions: Map<string, Session>, maxDeparted: number): void {
  const departed = [...sessions].filter(([, { until }]) => until !== Infinity);
  for (const [id] of departed.slice(0, Math.max(0, departed.length - maxDeparted))) sessions.delete(id);
}

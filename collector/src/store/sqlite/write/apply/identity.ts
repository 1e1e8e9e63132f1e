import type Database from 'better-sqlite3';
import type { Node } from '@mesh-observatory/contract/resources';
import { formatNodeId, type MapReportEvent, type NodeInfoEvent, type NodeNum } from '../../../../model.js';
import type { ClockGuard } from '../clock-guard.js';
import type { ReportedField } from '../node-state.js';
import type { EventContext } from '../reception-update.js';
import { nameOf } from '../wording.js';

/** Applies what nodes report about themselves, field by field: the better source wins, then the latest. */
export interface Identity {
  nodeInfo(event: NodeInfoEvent, context: EventContext): void;
  mapReport(event: MapReportEvent, context: EventContext): void;
  status(text: string, context: EventContext): void;
}

/** A value replaced by another one of an equally good source. */
interface Replaced {
  readonly old: string;
  readonly new: string;
}

type TextField = Exclude<ReportedField, 'licensed' | 'unmessagable'>;

/** Values that mean "not stated". */
const UNSET = new Set(['', 'UNSET']);
const MOST_SHARERS = 10;

export function createIdentity(db: Database.Database, clockGuard: ClockGuard): Identity {
  const keys = createKeyHistory(db);

  /** True when the value replaces the present one. Of equal times the greater value wins, so that the order of arrival does not matter. */
  function accepts(context: EventContext, field: ReportedField, value: Node[ReportedField]): boolean {
    const [rank, at] = context.sender?.state.provenance[field] ?? [0, null];
    if (context.rank !== rank) return context.rank > rank;
    if (at === context.at) return String(value) >= String(context.sender?.node[field]);
    return clockGuard.isNewer(context.at, at);
  }

  function update<F extends ReportedField>(context: EventContext, field: F, value: Node[F]): Node[F] | undefined {
    const { sender } = context;
    if (sender === undefined || value === null || !accepts(context, field, value)) return undefined;
    const old = sender.node[field];
    sender.set(field, value);
    sender.setProvenance(field, context.rank, context.at);
    return old;
  }

  function updateText(context: EventContext, field: TextField, value: string | null): Replaced | undefined {
    if (value === null || UNSET.has(value)) return undefined;
    const rankBefore = context.sender?.state.provenance[field]?.[0];
    const old = update(context, field, value);
    if (old == null || old === value || rankBefore !== context.rank) return undefined;
    return { old, new: value };
  }

  function recordChange(
    context: EventContext,
    kind: 'role_changed' | 'hardware_changed' | 'firmware_changed',
    what: string,
    replaced: Replaced | undefined,
  ): void {
    const { sender, at } = context;
    if (sender === undefined || replaced === undefined) return;
    context.recordEvent({
      at,
      kind,
      severity: 'info',
      node: sender.num,
      title: `${nameOf(sender.node)}: ${what} changed`,
      text: `From ${replaced.old} to ${replaced.new}`,
      data: { ...replaced },
    });
  }

  function updateNames(context: EventContext, event: { readonly longName: string; readonly shortName: string }): void {
    const { sender } = context;
    if (sender === undefined) return;
    const old = { longName: sender.node.longName, shortName: sender.node.shortName };
    const long = updateText(context, 'longName', event.longName);
    const short = updateText(context, 'shortName', event.shortName);
    if (long === undefined && short === undefined) return;
    const now = { longName: sender.node.longName, shortName: sender.node.shortName };
    context.recordEvent({
      at: context.at,
      kind: 'name_changed',
      severity: 'info',
      node: sender.num,
      title: `${old.longName ?? sender.node.nodeId} is now ${nameOf(sender.node)}`,
      text: `From ${old.longName ?? '?'} (${old.shortName ?? '?'}) to ${now.longName ?? '?'} (${now.shortName ?? '?'})`,
      data: { old, new: now },
    });
  }

  function updateKey(context: EventContext, key: string): void {
    const { sender, at, reception } = context;
    if (sender === undefined) return;
    const name = nameOf(sender.node);
    const replaced = updateText(context, 'publicKey', key);
    const gatewayId = formatNodeId(reception.gateway);
    if (replaced !== undefined) {
      context.recordEvent({
        at,
        kind: 'key_changed',
        severity: 'critical',
        node: sender.num,
        title: `${name} changed its public key`,
        text: `Reinstalled, or another device impersonates ${name}; reported through ${gatewayId}`,
        data: { ...replaced, gatewayId },
      });
    }
    const others = keys.add(sender.num, key, at, reception.gateway);
    if (others.length === 0) return;
    const ids = others.map(formatNodeId);
    context.recordEvent({
      at,
      kind: 'key_shared',
      severity: 'warning',
      node: sender.num,
      title: `${name} has the public key of ${ids.join(', ')}`,
      text: 'One device with two node numbers (after an upgrade to firmware 2.8), a clone, or an impersonator',
      data: { publicKey: key, nodeIds: ids, gatewayId },
    });
  }

  return {
    nodeInfo(event, context) {
      updateNames(context, event);
      recordChange(context, 'hardware_changed', 'hardware', updateText(context, 'hwModel', event.hwModel));
      recordChange(context, 'role_changed', 'role', updateText(context, 'role', event.role));
      update(context, 'licensed', event.licensed);
      update(context, 'unmessagable', event.unmessagable);
      if (event.publicKey !== null) updateKey(context, event.publicKey);
    },
    mapReport(event, context) {
      updateNames(context, event);
      recordChange(context, 'hardware_changed', 'hardware', updateText(context, 'hwModel', event.hwModel));
      recordChange(context, 'role_changed', 'role', updateText(context, 'role', event.role));
      recordChange(
        context,
        'firmware_changed',
        'firmware',
        updateText(context, 'firmwareVersion', event.firmwareVersion),
      );
      updateText(context, 'region', event.region);
      updateText(context, 'modemPreset', event.modemPreset);
    },
    status(text, context) {
      updateText(context, 'statusText', text);
    },
  };
}

interface KeyHistory {
  /** @returns other nodes that have had this key, when it is new for this one. */
  add(node: NodeNum, key: string, at: number, gateway: NodeNum): readonly NodeNum[];
}

function createKeyHistory(db: Database.Database): KeyHistory {
  const known = db.prepare<[number, string]>('SELECT 1 FROM node_keys WHERE node_num = ? AND public_key = ?');
  const others = db
    .prepare<[string, number, number], number>(
      'SELECT node_num FROM node_keys WHERE public_key = ? AND node_num <> ? ORDER BY node_num LIMIT ?',
    )
    .pluck();
  const save = db.prepare(`
    INSERT INTO node_keys (node_num, public_key, first_seen, last_seen, gateway_num) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      gateway_num = CASE WHEN excluded.first_seen < first_seen THEN excluded.gateway_num ELSE gateway_num END,
      first_seen = MIN(first_seen, excluded.first_seen), last_seen = MAX(last_seen, excluded.last_seen)`);
  return {
    add(node, key, at, gateway) {
      const isNew = known.get(node, key) === undefined;
      save.run(node, key, at, at, gateway);
      return isNew ? others.all(key, node, MOST_SHARERS).map((num) => num as NodeNum) : [];
    },
  };
}

import type Database from 'better-sqlite3';
import type { Node } from '@mesh-observatory/contract/resources';
import { formatNodeId, type MapReportEvent, type NodeInfoEvent, type NodeNum } from '../../../../model.js';
import type { Latest } from '../clock-guard.js';
import type { SaidField } from '../node-state.js';
import type { PacketContext } from './packet-context.js';
import { nameOf } from '../wording.js';

/** What a node says about itself, one field at a time: the best source wins, then the latest. */
export interface Identity {
  nodeInfo(event: NodeInfoEvent, context: PacketContext): void;
  mapReport(event: MapReportEvent, context: PacketContext): void;
  status(text: string, context: PacketContext): void;
}

/** A value replaced by another of an equally good source: worth an event. */
interface Replaced {
  readonly old: string;
  readonly new: string;
}

type TextField = Exclude<SaidField, 'licensed' | 'unmessagable'>;

/** Not a statement. */
const UNSET = new Set(['', 'UNSET']);
const MOST_SHARERS = 10;

export function createIdentity(db: Database.Database, latest: Latest): Identity {
  const keys = createKeyHistory(db);

  /** Does this statement replace what the node said before? Equal times are decided by the value, to be decided at all. */
  function accepts(context: PacketContext, field: SaidField, value: Node[SaidField]): boolean {
    const [rank, at] = context.origin?.state.said[field] ?? [0, null];
    if (context.rank !== rank) return context.rank > rank;
    if (at === context.at) return String(value) >= String(context.origin?.node[field]);
    return latest.isNewer(context.at, at);
  }

  function say<F extends SaidField>(context: PacketContext, field: F, value: Node[F]): Node[F] | undefined {
    const { origin } = context;
    if (origin === undefined || value === null || !accepts(context, field, value)) return undefined;
    const old = origin.node[field];
    origin.set(field, value);
    origin.markSaid(field, context.rank, context.at);
    return old;
  }

  function sayText(context: PacketContext, field: TextField, value: string | null): Replaced | undefined {
    if (value === null || UNSET.has(value)) return undefined;
    const rankBefore = context.origin?.state.said[field]?.[0];
    const old = say(context, field, value);
    if (old == null || old === value || rankBefore !== context.rank) return undefined;
    return { old, new: value };
  }

  function tellChanged(
    context: PacketContext,
    kind: 'role_changed' | 'hardware_changed' | 'firmware_changed',
    what: string,
    replaced: Replaced | undefined,
  ): void {
    const { origin, at } = context;
    if (origin === undefined || replaced === undefined) return;
    context.derive({
      at,
      kind,
      severity: 'info',
      node: origin.num,
      title: `${nameOf(origin.node)}: ${what} changed`,
      text: `From ${replaced.old} to ${replaced.new}`,
      data: { ...replaced },
    });
  }

  function sayNames(context: PacketContext, event: { readonly longName: string; readonly shortName: string }): void {
    const { origin } = context;
    if (origin === undefined) return;
    const old = { longName: origin.node.longName, shortName: origin.node.shortName };
    const long = sayText(context, 'longName', event.longName);
    const short = sayText(context, 'shortName', event.shortName);
    if (long === undefined && short === undefined) return;
    const now = { longName: origin.node.longName, shortName: origin.node.shortName };
    context.derive({
      at: context.at,
      kind: 'name_changed',
      severity: 'info',
      node: origin.num,
      title: `${old.longName ?? origin.node.nodeId} is now ${nameOf(origin.node)}`,
      text: `From ${old.longName ?? '?'} (${old.shortName ?? '?'}) to ${now.longName ?? '?'} (${now.shortName ?? '?'})`,
      data: { old, new: now },
    });
  }

  function sayKey(context: PacketContext, key: string): void {
    const { origin, at, reception } = context;
    if (origin === undefined) return;
    const name = nameOf(origin.node);
    const replaced = sayText(context, 'publicKey', key);
    const gatewayId = formatNodeId(reception.gateway);
    if (replaced !== undefined) {
      context.derive({
        at,
        kind: 'key_changed',
        severity: 'critical',
        node: origin.num,
        title: `${name} has another public key`,
        text: `Reinstalled, or somebody pretends to be ${name}; reported through ${gatewayId}`,
        data: { ...replaced, gatewayId },
      });
    }
    const others = keys.add(origin.num, key, at, reception.gateway);
    if (others.length === 0) return;
    const ids = others.map(formatNodeId);
    context.derive({
      at,
      kind: 'key_shared',
      severity: 'warning',
      node: origin.num,
      title: `${name} has the public key of ${ids.join(', ')}`,
      text: 'One device under two numbers (after an upgrade to firmware 2.8), a clone, or a pretender',
      data: { publicKey: key, nodeIds: ids, gatewayId },
    });
  }

  return {
    nodeInfo(event, context) {
      sayNames(context, event);
      tellChanged(context, 'hardware_changed', 'hardware', sayText(context, 'hwModel', event.hwModel));
      tellChanged(context, 'role_changed', 'role', sayText(context, 'role', event.role));
      say(context, 'licensed', event.licensed);
      say(context, 'unmessagable', event.unmessagable);
      if (event.publicKey !== null) sayKey(context, event.publicKey);
    },
    mapReport(event, context) {
      sayNames(context, event);
      tellChanged(context, 'hardware_changed', 'hardware', sayText(context, 'hwModel', event.hwModel));
      tellChanged(context, 'role_changed', 'role', sayText(context, 'role', event.role));
      tellChanged(context, 'firmware_changed', 'firmware', sayText(context, 'firmwareVersion', event.firmwareVersion));
      sayText(context, 'region', event.region);
      sayText(context, 'modemPreset', event.modemPreset);
    },
    status(text, context) {
      sayText(context, 'statusText', text);
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

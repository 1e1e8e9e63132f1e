import { isolated } from '@mesh-observatory/contract/isolated';
import type { Node } from '@mesh-observatory/contract/resources';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { formatNodeId, type MapReportEvent, type NodeInfoEvent } from '../../../../model.js';
import type { ClockGuard } from '../clock-guard.js';
import type { KeyHistory } from '../key-history.js';
import { SOURCE_RANK, type ReportedField } from '../node-state.js';
import type { EventContext } from '../reception-update.js';
import type { Renumbering } from '../renumbering.js';
import { nameOf } from '../wording.js';

/** A value replaced by another one of an equally exact source. */
interface Replaced {
  readonly old: string;
  readonly new: string;
}

type TextField = Exclude<ReportedField, 'licensed' | 'unmessagable'>;

/** Fields whose changes are events. */
const trackedFields = {
  hwModel: { kind: 'hardware_changed', title: 'hardware' },
  role: { kind: 'role_changed', title: 'role' },
  firmwareVersion: { kind: 'firmware_changed', title: 'firmware' },
} as const;
type TrackedField = keyof typeof trackedFields;

/** Values that mean "not stated". */
const UNSET = new Set(['', 'UNSET']);

/**
 * A value outranks those of the next lower rank that are at most this much newer. So a map report replaces what NodeInfo
 * said after 12 hours without NodeInfo, and firmware JSON does after 24: the owner's correction always arrives.
 */
export const RANK_HOLD_MS = DAY_MS;

const isRetained = (rank: number) => rank === SOURCE_RANK.retained;

/** Order of values by source and time. It is total, so that the order of arrival does not matter. */
const precedence = (rank: number, at: number) => at + rank * RANK_HOLD_MS;

/** Sources that repeat exactly what the owner has set. */
const isExact = (rank: number | undefined) => rank !== undefined && rank >= SOURCE_RANK.mapReport;

const bothNames = ({ longName, shortName }: Pick<Node, 'longName' | 'shortName'>) =>
  `${isolated(longName ?? '?')} (${isolated(shortName ?? '?')})`;

/** Applies what nodes report about themselves, field by field: the better source wins for a time, then the latest. */
export class Identity {
  readonly #clockGuard: ClockGuard;
  readonly #keys: KeyHistory;
  readonly #renumbering: Renumbering;

  constructor(clockGuard: ClockGuard, keys: KeyHistory, renumbering: Renumbering) {
    this.#clockGuard = clockGuard;
    this.#keys = keys;
    this.#renumbering = renumbering;
  }

  nodeInfo(event: NodeInfoEvent, context: EventContext): void {
    this.#updateNames(context, event);
    this.#updateTracked(context, 'hwModel', event.hwModel);
    this.#updateTracked(context, 'role', event.role);
    this.#update(context, 'licensed', event.licensed);
    this.#update(context, 'unmessagable', event.unmessagable);
    if (event.publicKey !== null) this.#updateKey(context, event.publicKey);
  }

  mapReport(event: MapReportEvent, received: EventContext): void {
    const context = {
      ...received,
      rank: received.rank > SOURCE_RANK.mapReport ? SOURCE_RANK.mapReport : received.rank,
    };
    this.#updateNames(context, event);
    this.#updateTracked(context, 'hwModel', event.hwModel);
    this.#updateTracked(context, 'role', event.role);
    this.#updateTracked(context, 'firmwareVersion', event.firmwareVersion);
    this.#updateText(context, 'region', event.region);
    this.#updateText(context, 'modemPreset', event.modemPreset);
  }

  status(text: string, context: EventContext): void {
    this.#updateText(context, 'statusText', text);
  }

  /**
   * True when the value replaces the present one. Of equal times the greater value wins, because the order of arrival
   * does not matter; a better copy of the same packet corrects it.
   */
  #accepts(context: EventContext, field: ReportedField, value: Node[ReportedField]): boolean {
    const known = context.sender?.state.provenance[field];
    if (known === undefined) return true;
    const [rank, at] = known;
    // When a retained message was published is not known: it never replaces what was heard.
    if (isRetained(rank) !== isRetained(context.rank)) return isRetained(rank);
    const [now, before] = [precedence(context.rank, context.at), precedence(rank, at)];
    if (now === before) return context.before !== null || String(value) >= String(context.sender?.node[field]);
    return now > before || this.#clockGuard.isFuture(at);
  }

  #update<F extends ReportedField>(context: EventContext, field: F, value: Node[F]): Node[F] | undefined {
    const { sender } = context;
    if (sender === undefined || value === null || !this.#accepts(context, field, value)) return undefined;
    const old = sender.node[field];
    sender.set(field, value);
    sender.setProvenance(field, context.rank, context.at);
    return old;
  }

  #updateText(context: EventContext, field: TextField, value: string | null): Replaced | undefined {
    if (value === null || UNSET.has(value)) return undefined;
    const [rankBefore, atBefore] = context.sender?.state.provenance[field] ?? [];
    const old = this.#update(context, field, value);
    const isComparable = rankBefore === context.rank || (isExact(rankBefore) && isExact(context.rank));
    const isCorrection = context.before !== null && atBefore === context.at;
    if (old == null || old === value || !isComparable || isCorrection) return undefined;
    return { old, new: value };
  }

  #updateTracked(context: EventContext, field: TrackedField, value: string | null): void {
    const { sender, at } = context;
    const replaced = this.#updateText(context, field, value);
    if (sender === undefined || replaced === undefined) return;
    const { kind, title } = trackedFields[field];
    context.recordEvent({
      at,
      kind,
      severity: 'info',
      node: sender.num,
      title: `${nameOf(sender.node)}: ${title} changed`,
      text: `From ${replaced.old} to ${replaced.new}`,
      data: { ...replaced },
    });
  }

  #updateNames(context: EventContext, event: { readonly longName: string; readonly shortName: string }): void {
    const { sender } = context;
    if (sender === undefined) return;
    const old = { longName: sender.node.longName, shortName: sender.node.shortName };
    const long = this.#updateText(context, 'longName', event.longName);
    const short = this.#updateText(context, 'shortName', event.shortName);
    if (long === undefined && short === undefined) return;
    const now = { longName: sender.node.longName, shortName: sender.node.shortName };
    context.recordEvent({
      at: context.at,
      kind: 'name_changed',
      severity: 'info',
      node: sender.num,
      title: `${isolated(old.longName ?? sender.node.nodeId)} is now ${nameOf(sender.node)}`,
      text: `From ${bothNames(old)} to ${bothNames(now)}`,
      data: { old, new: now },
    });
  }

  #updateKey(context: EventContext, key: string): void {
    const { sender, at, packet } = context;
    if (sender === undefined) return;
    const name = nameOf(sender.node);
    const replaced = this.#updateText(context, 'publicKey', key);
    const { gateway } = packet.first;
    const gatewayId = formatNodeId(gateway);
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
    const sharers = this.#keys.add(sender.num, key, at, gateway);
    this.#renumbering.recognize(context, key);
    const others = sharers.filter((num) => !this.#renumbering.isSameNode(num, sender.num));
    if (others.length === 0) return;
    const ids = others.map(formatNodeId);
    context.recordEvent({
      at,
      kind: 'key_shared',
      severity: 'warning',
      node: sender.num,
      title: `${name} has the public key of ${ids.join(', ')}`,
      text: 'A clone, an impersonator, or one device under several node numbers',
      data: { publicKey: key, nodeIds: ids, gatewayId },
    });
  }
}

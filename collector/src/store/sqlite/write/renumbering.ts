/**
 * Recognizes nodes that got another number. From firmware 2.8 on the number of a node is the CRC-32 of its public key, so
 * an upgrade renumbers it, and the key stays. Anybody can publish the key of another node under that number: a renumbering
 * is believed while the old number is silent, and taken back when it transmits again.
 */
import type Database from 'better-sqlite3';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { formatNodeId, type NodeNum } from '../../../model.js';
import { toLiveGateway, type GatewayStore } from './gateway-store.js';
import type { NodeAlias, NodeAliases } from './node-aliases.js';
import type { NodeDraft } from './node-draft.js';
import { numberOfKey } from '../rows/node-number.js';
import type { NodeStore } from './node-store.js';
import type { EventContext, ReceptionUpdate } from './reception-update.js';
import { nameOf } from './wording.js';

/** Packets of the old number that arrive so soon after the new one appeared are late copies. */
export const LATE_COPY_MS = 10 * MINUTE_MS;

/** More nodes with one key are a production fault or an attack, and no renumbering. */
const MOST_HOLDERS = 10;

/** Number and times of a node that announced a key, Unix ms. */
export interface KeyHolder {
  readonly num: number;
  readonly firstHeard: number;
  readonly lastHeard: number;
}

/**
 * Returns the node that `successor` was before, by the key that both announced; undefined when that is not certain.
 *
 * - The number of the successor is that of the key, and the number of the predecessor is not.
 * - The predecessor was heard first, and not any more since the successor appeared.
 * - Of several predecessors each was silent before the next one appeared: then it is the last of them.
 */
export function predecessorOf<Holder extends KeyHolder>(
  successor: Pick<KeyHolder, 'num' | 'firstHeard'>,
  publicKey: string,
  holders: readonly Holder[],
): Holder | undefined {
  if (successor.num !== numberOfKey(publicKey) || holders.length > MOST_HOLDERS) return undefined;
  const others = holders.filter(({ num }) => num !== successor.num);
  const [last, ...earlier] = others.sort((left, right) => right.firstHeard - left.firstHeard);
  if (last === undefined) return undefined;
  const isOlder = last.firstHeard <= successor.firstHeard && last.lastHeard <= successor.firstHeard + LATE_COPY_MS;
  return isOlder && earlier.every(({ lastHeard }) => lastHeard <= last.firstHeard) ? last : undefined;
}

export interface RenumberingParts {
  readonly db: Database.Database;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly aliases: NodeAliases;
}

/** Keeps the aliases up to date: adds one with the NodeInfo that proves it, and removes it when the old number is back. */
export class Renumbering {
  readonly #nodes: NodeStore;
  readonly #gateways: GatewayStore;
  readonly #aliases: NodeAliases;
  readonly #holders: Database.Statement<[string, number], number>;

  constructor({ db, nodes, gateways, aliases }: RenumberingParts) {
    this.#nodes = nodes;
    this.#gateways = gateways;
    this.#aliases = aliases;
    this.#holders = db
      .prepare<[string, number], number>('SELECT node_num FROM node_keys WHERE public_key = ? LIMIT ?')
      .pluck();
  }

  isSameNode(left: NodeNum, right: NodeNum): boolean {
    return this.#aliases.current(left) === this.#aliases.current(right);
  }

  /** True for a number that was never heard before, with a message that proves which node it is. */
  isKnownNode(num: NodeNum, { events, reception }: ReceptionUpdate): boolean {
    return events.some(
      (event) =>
        event.type === 'node_info' &&
        event.publicKey !== null &&
        this.#findPredecessor({ num, firstHeard: reception.receivedAt }, event.publicKey) !== undefined,
    );
  }

  /** Applies that the sender announced this key, after the key is stored. */
  recognize(context: EventContext, publicKey: string): void {
    const num = numberOfKey(publicKey) as NodeNum;
    const hasAnnounced = this.#holders.all(publicKey, MOST_HOLDERS + 1).includes(num);
    const successor = hasAnnounced && !this.#aliases.isFormer(num) ? this.#nodes.draft(num) : undefined;
    if (successor === undefined) return;
    const predecessor = this.#findPredecessor({ num, firstHeard: successor.node.firstHeard }, publicKey);
    if (predecessor !== undefined) this.#renumber(predecessor, successor, publicKey, context);
  }

  /** Takes a renumbering back whose old number is on the air, as sender or as gateway of a message. */
  noteTransmission(update: ReceptionUpdate): void {
    const { packet, reception, messageOrigin } = update;
    this.#noteHeard(packet.from, transmittedAt(update), update);
    const isPublishing = messageOrigin !== 'retained' && !reception.backlog;
    this.#noteHeard(reception.gateway, isPublishing ? reception.receivedAt : null, update);
  }

  #findPredecessor(successor: Pick<KeyHolder, 'num' | 'firstHeard'>, publicKey: string): NodeDraft | undefined {
    const drafts = this.#holders
      .all(publicKey, MOST_HOLDERS + 1)
      .filter((num) => !this.#aliases.isFormer(num as NodeNum))
      .map((num) => this.#nodes.draft(num as NodeNum))
      .filter((draft) => draft !== undefined);
    const holders = drafts.map((draft) => {
      const { firstHeard, lastHeard } = draft.node;
      return { num: draft.num, firstHeard, lastHeard, draft };
    });
    return predecessorOf(successor, publicKey, holders)?.draft;
  }

  #renumber(old: NodeDraft, successor: NodeDraft, publicKey: string, context: EventContext): void {
    const { recordEvent, reception, at } = context;
    const since = successor.node.firstHeard;
    const gatewayId = formatNodeId(reception.gateway);
    const evidence = { publicKey, gatewayId, ...takeOver(old, successor) };
    this.#aliases.add({ old: old.num, new: successor.num, since, evidence });
    successor.set('formerIds', this.#aliases.formerIds(successor.num));
    old.set('formerIds', []);
    old.setState('silent');
    this.#retireGateway(old.num, context);
    const { nodeId: oldId, longName } = old.node;
    const { nodeId } = successor.node;
    recordEvent({
      at,
      kind: 'node_renumbered',
      severity: 'info',
      node: successor.num,
      title: `${longName === null ? oldId : nameOf(old.node)} is now ${nodeId}`,
      text: `It was ${oldId}; the new number is that of its public key, as firmware 2.8 assigns it`,
      data: { oldId, newId: nodeId, gatewayId },
    });
  }

  #retireGateway(num: NodeNum, { announce }: EventContext): void {
    this.#gateways.setState(num, 'silent');
    const state = this.#gateways.get(num);
    if (state !== undefined) announce({ kind: 'gateway', gateway: toLiveGateway(state) });
  }

  #noteHeard(num: NodeNum, at: number | null, update: ReceptionUpdate): void {
    const alias = this.#aliases.get(num);
    if (alias !== undefined && at !== null && at > alias.since + LATE_COPY_MS) this.#revoke(alias, update);
  }

  #revoke(alias: NodeAlias, { recordEvent, reception }: ReceptionUpdate): void {
    const path = this.#aliases.successorsOf(alias.old);
    this.#aliases.remove(alias.old);
    for (const num of [alias.old, ...path]) {
      const draft = this.#nodes.draft(num);
      if (draft === undefined) continue;
      if (num !== alias.old) giveBack(alias, draft);
      draft.set('formerIds', this.#aliases.formerIds(num));
    }
    const [oldId, newId] = [formatNodeId(alias.old), formatNodeId(alias.new)];
    const old = this.#nodes.draft(alias.old)?.node;
    recordEvent({
      at: reception.receivedAt,
      kind: 'key_shared',
      severity: 'warning',
      node: alias.new,
      title: `${newId} has the public key of ${old === undefined ? oldId : nameOf(old)}, which is still on the air`,
      text: `${oldId} transmits again: ${newId} is not its new number, but a clone or an impersonator`,
      data: {
        publicKey: alias.evidence.publicKey,
        nodeIds: [oldId],
        gatewayId: formatNodeId(reception.gateway),
        revoked: true,
      },
    });
  }
}

/** When the origin transmitted the packet, at the latest; null when that cannot be told. */
function transmittedAt({ messageOrigin, reception, at, heardAt }: ReceptionUpdate): number | null {
  if (messageOrigin === 'delayed') return heardAt;
  if (messageOrigin !== 'live' || reception.backlog) return null;
  return Math.min(at, heardAt ?? at);
}

/** Completes the new number by what is known of the old one, until it reports newer values itself. */
function takeOver(old: NodeDraft, successor: NodeDraft) {
  const { firstHeard, packets, metrics, latitude, longitude, altitude, precisionBits, positionAt } = old.node;
  successor.set('firstHeard', Math.min(firstHeard, successor.node.firstHeard));
  successor.set('packets', successor.node.packets + packets);
  const missing = Object.entries(metrics).filter(([metric, { at }]) => at > (successor.node.metrics[metric]?.at ?? 0));
  for (const [metric, { value, at }] of missing) successor.setMetric(metric, value, at);
  const takesPosition = positionAt !== null && positionAt > (successor.node.positionAt ?? 0);
  if (takesPosition) setPosition(successor, { latitude, longitude, altitude, precisionBits, positionAt });
  return {
    packets,
    metrics: Object.fromEntries(missing.map(([metric, { at }]) => [metric, at])),
    positionAt: takesPosition ? positionAt : null,
  };
}

/** Undoes `takeOver`; values that the node has reported itself since stay. */
function giveBack({ since, evidence }: NodeAlias, draft: NodeDraft): void {
  const { node } = draft;
  draft.set('firstHeard', Math.max(node.firstHeard, since));
  draft.set('packets', Math.max(0, node.packets - evidence.packets));
  for (const [metric, at] of Object.entries(evidence.metrics)) {
    if (node.metrics[metric]?.at === at) draft.setMetric(metric, null, at);
  }
  if (evidence.positionAt !== null && node.positionAt === evidence.positionAt)
    setPosition(draft, { latitude: null, longitude: null, altitude: null, precisionBits: null, positionAt: null });
}

type Place = Pick<NodeDraft['node'], 'latitude' | 'longitude' | 'altitude' | 'precisionBits' | 'positionAt'>;

function setPosition(draft: NodeDraft, { latitude, longitude, altitude, precisionBits, positionAt }: Place): void {
  draft.set('latitude', latitude);
  draft.set('longitude', longitude);
  draft.set('altitude', altitude);
  draft.set('precisionBits', precisionBits);
  draft.set('positionAt', positionAt);
}

import { isolated } from '@mesh-observatory/contract/isolated';
import type { Node } from '@mesh-observatory/contract/resources';
import { formatNodeId, type NodeNum } from '../../../model.js';

/** Name of a node, as a part of texts for people. */
export function nameOf(node: Pick<Node, 'longName' | 'nodeId'>): string {
  return isolated(node.longName?.trim() ?? node.nodeId);
}

export function nameOfGateway(num: NodeNum, node: Pick<Node, 'longName' | 'nodeId'> | undefined): string {
  return node === undefined ? formatNodeId(num) : nameOf(node);
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** `3 d 4 h`, `5 min`, `12 s`: the two largest units. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([size]) => whole >= size);
  if (first === -1) return '0 s';
  const [large = 1, largeName = 's'] = UNITS[first] ?? [];
  const [small, smallName] = UNITS[first + 1] ?? [];
  const rest = small === undefined ? 0 : Math.floor((whole % large) / small);
  const head = `${Math.floor(whole / large)} ${largeName}`;
  return rest === 0 || smallName === undefined ? head : `${head} ${rest} ${smallName}`;
}

/** `25 m`, `2.9 km`, `12 km` */
export function formatDistance(meters: number): string {
  if (meters < 1000) return `${Math.round(meters)} m`;
  const kilometers = meters / 1000;
  return `${kilometers < 10 ? kilometers.toFixed(1) : String(Math.round(kilometers))} km`;
}

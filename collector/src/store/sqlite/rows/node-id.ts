import { formatNodeId, type NodeId, type NodeNum } from '../../../model.js';

/** Text form of a node number of a row. */
export function nodeId(num: number): NodeId {
  return formatNodeId(num as NodeNum);
}

export function nodeIdOrNull(num: number | null): NodeId | null {
  return num === null ? null : nodeId(num);
}

import { formatNodeId, parseNodeId } from '../model.js';
import type { NodeId, TopicKind } from '../model.js';

export interface ParsedTopic {
  /** Everything before `/2/`; user-made, any number of levels. */
  readonly root: string;
  readonly kind: TopicKind;
  /** Channel name as the gateway spells it; may hold `/`. */
  readonly channel: string | null;
  readonly gateway: NodeId | null;
}

// Greedy on purpose: a root may itself contain "/2/e/", the last match is the real one.
const pattern = /^(.+)\/2\/(e|c|json|map|stat)(\/.*)?$/s;

/** Splits a Meshtastic topic; null when it is none. */
export function parseTopic(topic: string): ParsedTopic | null {
  const match = pattern.exec(topic);
  if (!match) return null;
  const [, root = '', kind = '', rest = ''] = match;
  const lastSlash = rest.lastIndexOf('/');
  const gateway = parseNodeId(rest.slice(lastSlash + 1));
  const channel = lastSlash > 0 ? rest.slice(1, lastSlash) : '';
  return {
    root,
    kind: kind as TopicKind,
    channel: channel === '' ? null : channel,
    gateway: gateway === undefined ? null : formatNodeId(gateway),
  };
}

import type { PluginContext } from './protocol/messages';
import { topicNames, type TopicName } from './streamTopics';

export type StreamPath =
  | { readonly outcome: 'topic'; readonly topic: TopicName }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'foreign' };

/**
 * `nodes`, or `org-2/nodes`: a path may name its organization. It is then refused in every other one, so that a path that
 * was passed on cannot show one organization's mesh to another.
 */
export function readStreamPath(path: string, context: Pick<PluginContext, 'orgId' | 'namespace'>): StreamPath {
  const parts = path.split('/');
  const [namespace, name] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const topic = topicNames.find((known) => known === name);
  if (topic === undefined || parts.length > 2) {
    return { outcome: 'unknown' };
  }
  return namespace === undefined || namespace === namespaceOf(context)
    ? { outcome: 'topic', topic }
    : { outcome: 'foreign' };
}

function namespaceOf({ orgId, namespace }: Pick<PluginContext, 'orgId' | 'namespace'>): string {
  if (namespace !== '') {
    return namespace;
  }
  return orgId === 1 ? 'default' : `org-${orgId}`;
}

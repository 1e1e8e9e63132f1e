import type { MapNode } from '../frames/model';

/** Better matches score lower; undefined: no match. */
function score({ id, name, label, role, hardware }: MapNode, query: string): number | undefined {
  const texts = [label, name, id].map((text) => text.toLowerCase());
  if (texts.includes(query)) {
    return 0;
  }
  if (texts.some((text) => text.startsWith(query) || text.startsWith(`!${query}`))) {
    return 1;
  }
  if (texts.some((text) => text.includes(query))) {
    return 2;
  }
  return [role, hardware].some((text) => text?.toLowerCase().includes(query)) ? 3 : undefined;
}

/** Nodes by name, id, role or hardware; without a query all of them, by name. */
export function searchNodes(nodes: readonly MapNode[], query: string, limit: number): MapNode[] {
  const wanted = query.trim().toLowerCase();
  const scored = nodes
    .map((node) => ({ node, rank: wanted === '' ? 0 : score(node, wanted) }))
    .filter((entry): entry is { node: MapNode; rank: number } => entry.rank !== undefined);
  return scored
    .sort((a, b) => a.rank - b.rank || a.node.name.localeCompare(b.node.name))
    .slice(0, limit)
    .map(({ node }) => node);
}

import { isEqual } from 'lodash';
import type { DataFrame } from '@grafana/data';
import type { LinkRow, LonLat, MapLink, MapNode, MeshData, RowRef } from './model';

/** Whether rows of two frames can be compared value by value: same fields, shown the same way. */
function createFrameComparison() {
  const known = new Map<DataFrame, Map<DataFrame, boolean>>();
  return (a: DataFrame, b: DataFrame): boolean => {
    if (a === b) {
      return true;
    }
    const answers = known.get(a) ?? new Map<DataFrame, boolean>();
    known.set(a, answers);
    const answer =
      answers.get(b) ??
      (a.fields.length === b.fields.length &&
        a.fields.every(({ name, config }, index) => {
          const other = b.fields[index];
          return other?.name === name && isEqual(other.config, config);
        }));
    answers.set(b, answer);
    return answer;
  };
}

const sameValues = (a: RowRef, b: RowRef) =>
  a.frame.fields.every(({ values }, index) => values[a.row] === b.frame.fields[index]?.values[b.row]);

const samePlace = (a: LonLat | undefined, b: LonLat | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1];

/** Everything but the row; merged nodes have values of other rows too. */
function sameNode(a: MapNode, b: MapNode): boolean {
  return (
    samePlace(a.position, b.position) &&
    a.label === b.label &&
    a.name === b.name &&
    a.precisionBits === b.precisionBits &&
    a.role === b.role &&
    a.hardware === b.hardware &&
    a.gateway === b.gateway &&
    a.state === b.state &&
    a.online === b.online &&
    a.isEnd === b.isEnd &&
    a.lastHeard === b.lastHeard &&
    a.firstHeard === b.firstHeard &&
    a.altitude === b.altitude
  );
}

function sameLink(a: MapLink, b: MapLink): boolean {
  return (
    samePlace(a.start, b.start) &&
    samePlace(a.end, b.end) &&
    a.lane === b.lane &&
    a.value === b.value &&
    a.count === b.count &&
    a.firstSeen === b.firstSeen &&
    a.lastSeen === b.lastSeen
  );
}

/**
 * A mesh in which nodes and links that stayed the same are the objects they were, so that layers can leave them alone. They
 * point to their new rows: the old frames must not stay in memory.
 */
export function keepUnchanged(before: MeshData, next: MeshData): MeshData {
  const areComparable = createFrameComparison();
  const isSameRow = (a: LinkRow | MapNode, b: LinkRow | MapNode) =>
    areComparable(a.ref.frame, b.ref.frame) && sameValues(a.ref, b.ref);
  const nodes = next.nodes.map((node) => {
    const known = before.nodeById.get(node.id);
    return known !== undefined && sameNode(known, node) && isSameRow(known, node)
      ? Object.assign(known, { ref: node.ref })
      : node;
  });
  const linksBefore = new Map(before.links.map((link) => [link.id, link]));
  const links = next.links.map((link) => {
    const known = linksBefore.get(link.id);
    return known !== undefined && sameLink(known, link) && isSameRow(known, link)
      ? Object.assign(known, { ref: link.ref, valueField: link.valueField })
      : link;
  });
  return { ...next, nodes, nodeById: new Map(nodes.map((node) => [node.id, node])), links };
}

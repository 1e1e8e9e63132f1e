import type { DataFrame, Field } from '@grafana/data';
import { findField, numberAt, positionAt, textAt, timeAt } from './fields';
import { fieldNamed } from './layerData';
import type { FieldMapping } from './mapping';
import type { LinkRow, LonLat, MapLink, MapNode } from './model';
import { unlistedNode } from './unlistedNode';

export interface LinksRead {
  readonly links: readonly MapLink[];
  /** Rows with an end whose position is unknown. */
  readonly unplaced: readonly LinkRow[];
  /** Nodes that no other frame lists. */
  readonly ends: readonly MapNode[];
}

function columnsOf(frame: DataFrame, mapping: FieldMapping) {
  return {
    source: findField(frame, 'source', mapping.linkSource),
    target: findField(frame, 'target', mapping.linkTarget),
    startLatitude: findField(frame, 'sourceLatitude'),
    startLongitude: findField(frame, 'sourceLongitude'),
    endLatitude: findField(frame, 'targetLatitude'),
    endLongitude: findField(frame, 'targetLongitude'),
    sourceName: fieldNamed(frame, 'fromName'),
    targetName: fieldNamed(frame, 'toName'),
    sourceLongName: fieldNamed(frame, 'fromLongName'),
    targetLongName: fieldNamed(frame, 'toLongName'),
    value: findField(frame, 'linkValue', mapping.linkValue),
    margin: findField(frame, 'margin'),
    count: findField(frame, 'linkCount', mapping.linkCount),
    kind: findField(frame, 'linkKind'),
    firstSeen: findField(frame, 'firstSeen'),
    lastSeen: findField(frame, 'lastSeen'),
  };
}

/** Position of one end of a link: that of the node, which is newer than the one in the link's own row. */
function endAt(
  node: MapNode | undefined,
  latitude: Field | undefined,
  longitude: Field | undefined,
  row: number,
): LonLat | undefined {
  return node?.position ?? positionAt(latitude, longitude, row);
}

function counter(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count;
  };
}

interface End {
  readonly id: string;
  readonly shortName: string | undefined;
  readonly longName: string | undefined;
  readonly position: LonLat | undefined;
}

/** A node out of the end of a link: its name and place, and nothing about its state. */
const nodeOfEnd = ({ id, shortName, longName, position }: End, ref: LinkRow['ref']): MapNode =>
  unlistedNode({
    id,
    label: shortName ?? longName ?? id,
    name: longName ?? shortName ?? id,
    position,
    isEnd: true,
    ref,
  });

/** Directed links of all frames; ends are looked up among the nodes, else taken from the row. */
export function readLinks(
  frames: readonly DataFrame[],
  mapping: FieldMapping,
  nodeById: ReadonlyMap<string, MapNode>,
): LinksRead {
  const links: MapLink[] = [];
  const unplaced: LinkRow[] = [];
  const ends = new Map<string, MapNode>();
  const laneOf = counter();
  const doubleOf = counter();
  for (const frame of frames) {
    const columns = columnsOf(frame, mapping);
    for (let row = 0; row < frame.length; row += 1) {
      const [from, to] = [textAt(columns.source, row), textAt(columns.target, row)];
      if (from === undefined || to === undefined || from === to) {
        continue;
      }
      const ref = { frame, row };
      const start = endAt(nodeById.get(from), columns.startLatitude, columns.startLongitude, row);
      const end = endAt(nodeById.get(to), columns.endLatitude, columns.endLongitude, row);
      const named = (id: string, position: LonLat | undefined, short?: Field, long?: Field) => {
        if (!nodeById.has(id) && ends.get(id)?.position === undefined) {
          ends.set(id, nodeOfEnd({ id, shortName: textAt(short, row), longName: textAt(long, row), position }, ref));
        }
      };
      named(from, start, columns.sourceName, columns.sourceLongName);
      named(to, end, columns.targetName, columns.targetLongName);
      const kind = textAt(columns.kind, row) ?? '';
      const pair = `${from}>${to}`;
      const key = `${pair}/${kind}`;
      const double = doubleOf(key);
      const link: LinkRow = {
        id: double === 0 ? key : `${key}#${double}`,
        from,
        to,
        kind,
        value: numberAt(columns.value, row),
        margin: numberAt(columns.margin, row),
        count: numberAt(columns.count, row),
        firstSeen: timeAt(columns.firstSeen, row),
        lastSeen: timeAt(columns.lastSeen, row),
        valueField: columns.value,
        ref,
      };
      if (start === undefined || end === undefined) {
        unplaced.push(link);
      } else {
        links.push({ ...link, start, end, lane: laneOf(pair) });
      }
    }
  }
  return { links, unplaced, ends: [...ends.values()] };
}

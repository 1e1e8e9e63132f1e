import type { DataFrame, Field } from '@grafana/data';
import { findField, numberAt, positionAt, textAt, timeAt } from './fields';
import type { FieldMapping } from './mapping';
import type { LonLat, MapLink, MapNode } from './model';

export interface LinksRead {
  readonly links: readonly MapLink[];
  /** Number of rows with an end whose position is unknown. */
  readonly unplaced: number;
}

function columnsOf(frame: DataFrame, mapping: FieldMapping) {
  return {
    source: findField(frame, 'source', mapping.linkSource),
    target: findField(frame, 'target', mapping.linkTarget),
    startLatitude: findField(frame, 'sourceLatitude'),
    startLongitude: findField(frame, 'sourceLongitude'),
    endLatitude: findField(frame, 'targetLatitude'),
    endLongitude: findField(frame, 'targetLongitude'),
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

/** Directed links of all frames; ends are looked up among the nodes, else taken from the row. */
export function readLinks(
  frames: readonly DataFrame[],
  mapping: FieldMapping,
  nodeById: ReadonlyMap<string, MapNode>,
): LinksRead {
  const links: MapLink[] = [];
  const laneOf = counter();
  const doubleOf = counter();
  let unplaced = 0;
  for (const frame of frames) {
    const columns = columnsOf(frame, mapping);
    for (let row = 0; row < frame.length; row += 1) {
      const [from, to] = [textAt(columns.source, row), textAt(columns.target, row)];
      if (from === undefined || to === undefined || from === to) {
        continue;
      }
      const start = endAt(nodeById.get(from), columns.startLatitude, columns.startLongitude, row);
      const end = endAt(nodeById.get(to), columns.endLatitude, columns.endLongitude, row);
      if (start === undefined || end === undefined) {
        unplaced += 1;
        continue;
      }
      const kind = textAt(columns.kind, row) ?? '';
      const pair = `${from}>${to}`;
      const key = `${pair}/${kind}`;
      const double = doubleOf(key);
      links.push({
        id: double === 0 ? key : `${key}#${double}`,
        from,
        to,
        kind,
        start,
        end,
        lane: laneOf(pair),
        value: numberAt(columns.value, row),
        margin: numberAt(columns.margin, row),
        count: numberAt(columns.count, row),
        firstSeen: timeAt(columns.firstSeen, row),
        lastSeen: timeAt(columns.lastSeen, row),
        valueField: columns.value,
        ref: { frame, row },
      });
    }
  }
  return { links, unplaced };
}

import { links } from '@mesh-observatory/contract/queries/links';
import type { Link, Position } from '@mesh-observatory/contract/resources';
import type { CreateMerger } from './merger';
import { createTableModel, type Cell, type RowValues } from './tableModel';

const keyOf = (from: Cell, to: Cell, kind: Cell) => `${String(from)} ${String(to)} ${String(kind)}`;

const linkValues = ({ snr, snrAt, snrAvg, rssi, count, firstSeen, lastSeen }: Link): RowValues => ({
  snr,
  snrAt,
  snrAvg,
  rssi,
  count,
  firstSeen,
  lastSeen,
});

interface End {
  readonly key: string;
  readonly latitude: string;
  readonly longitude: string;
}

/** One row per link and kind of evidence. New links need coordinates of both ends, which the collector has. */
export const createLinksMerger: CreateMerger = (frames, { query, asked }) => {
  const [first, ...rest] = frames;
  /** Keys of the rows with a node at one of their ends, so that links move with their nodes. */
  const ends = new Map<string, End[]>();
  const remember = (node: Cell, end: End) => {
    const known = ends.get(String(node));
    if (known === undefined) {
      ends.set(String(node), [end]);
    } else {
      known.push(end);
    }
  };
  const table =
    first === undefined
      ? undefined
      : createTableModel(first, {
          keyOf: (row) => {
            const key = keyOf(row('fromId'), row('toId'), row('kind'));
            remember(row('fromId'), { key, latitude: 'sourceLatitude', longitude: 'sourceLongitude' });
            remember(row('toId'), { key, latitude: 'targetLatitude', longitude: 'targetLongitude' });
            return key;
          },
          maxRows: query.limit ?? links.limit.default,
          newest: 'last',
        });
  const kinds = query.queryType === 'links' ? (query.linkKinds ?? []) : [];
  let stale = false;

  function takeLink(link: Link): boolean {
    if (kinds.length > 0 && !kinds.includes(link.kind)) {
      return false;
    }
    const key = keyOf(link.fromId, link.toId, link.kind);
    if (table?.update(key, linkValues(link)) === true) {
      return true;
    }
    stale = stale || !asked.has(key);
    asked.add(key);
    return false;
  }

  function move({ nodeId, latitude, longitude }: Position): boolean {
    const own = ends.get(nodeId) ?? [];
    own.forEach((end) => table?.update(end.key, { [end.latitude]: latitude, [end.longitude]: longitude }));
    return own.length > 0;
  }

  return {
    apply({ links = [], positions = [] }) {
      const updated = links.filter(takeLink).length;
      const moved = positions.filter(move).length;
      return updated + moved > 0;
    },
    frames: () => (table === undefined ? frames : [table.frame(), ...rest]),
    takeStale: () => {
      const was = stale;
      stale = false;
      return was;
    },
  };
};

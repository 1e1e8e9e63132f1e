import type { Bounds, Position } from '@mesh-observatory/contract/resources';
import { isAboutNode, type CreateMerger } from './merger';
import { createTableModel, type RowValues } from './tableModel';

const isInside = ({ latitude, longitude }: Position, bounds: Bounds) =>
  latitude >= bounds.south &&
  latitude <= bounds.north &&
  (bounds.west <= bounds.east
    ? longitude >= bounds.west && longitude <= bounds.east
    : longitude >= bounds.west || longitude <= bounds.east);

/** One row per position. New ones are appended: within a node, rows stay in the order of time. */
export const createPositionsMerger: CreateMerger = (frames, { query, names, maxPoints }) => {
  const [first, ...rest] = frames;
  const table =
    first === undefined
      ? undefined
      : createTableModel(first, {
          keyOf: (row) => `${String(row('nodeId'))} ${String(row('time'))}`,
          // Rows of the first answer are not dropped to make room for new ones.
          maxRows: first.length + maxPoints,
          newest: 'last',
        });

  const values = (position: Position): RowValues => {
    const { at, nodeId, latitude, longitude, altitude, groundSpeed, groundTrack, precisionBits } = position;
    const shortName = names.short(nodeId);
    return {
      time: at,
      nodeId,
      shortName: shortName === nodeId ? null : shortName,
      latitude,
      longitude,
      altitude,
      groundSpeed,
      groundTrack,
      precisionBits,
    };
  };

  return {
    apply({ positions = [] }) {
      let changed = false;
      for (const position of positions) {
        const key = `${position.nodeId} ${position.at}`;
        const inArea = query.bounds === undefined || isInside(position, query.bounds);
        if (table !== undefined && inArea && isAboutNode(query, position.nodeId) && !table.has(key)) {
          table.insert(key, values(position));
          changed = true;
        }
      }
      return changed;
    },
    frames: () => (table === undefined ? frames : [table.frame(), ...rest]),
    takeStale: () => false,
  };
};

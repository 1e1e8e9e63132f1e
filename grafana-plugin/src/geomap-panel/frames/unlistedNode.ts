import type { MapNode } from './model';

/** A node that no frame lists: nothing is known but what its link or its track says. */
export const unlistedNode = (
  known: Pick<MapNode, 'id' | 'label' | 'name' | 'position' | 'ref'> & Partial<Pick<MapNode, 'isEnd' | 'lastHeard'>>,
): MapNode => ({
  precisionBits: undefined,
  role: undefined,
  hardware: undefined,
  gateway: false,
  online: undefined,
  state: undefined,
  isEnd: false,
  lastHeard: undefined,
  firstHeard: undefined,
  altitude: undefined,
  ...known,
});

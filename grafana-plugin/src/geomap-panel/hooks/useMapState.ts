import { useCallback, useState } from 'react';
import type { Tool } from '../components/Toolbar';
import type { MapNode } from '../frames/model';
import type { MapItem } from '../layers/item';
import { kindKey } from '../scene/scene';
import type { BasemapType } from '../types';

const toggled = <T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> => {
  const next = new Set(set);
  if (!next.delete(value)) {
    next.add(value);
  }
  return next;
};

/** State of the user's interaction with the map. It is not saved, and new data does not reset it. */
export function useMapState() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set());
  const [pinned, setPinned] = useState<MapItem>();
  const [below, setBelow] = useState<readonly MapNode[]>([]);
  const [hiddenLayers, setHiddenLayers] = useState<ReadonlySet<string>>(() => new Set());
  const [switchedKinds, setSwitchedKinds] = useState<ReadonlySet<string>>(() => new Set());
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(() => new Map());
  const [tool, setTool] = useState<Tool>();
  const [basemap, setBasemap] = useState<BasemapType>();
  const [followed, setFollowed] = useState<string>();

  const select = useCallback((ids: readonly string[], others: readonly MapNode[] = []) => {
    setSelected((before) => (before.size === 0 && ids.length === 0 ? before : new Set(ids)));
    setPinned(undefined);
    setBelow(others);
    setFollowed((before) => (before !== undefined && ids.includes(before) ? before : undefined));
  }, []);
  const pin = useCallback((item: MapItem) => {
    setSelected((before) => (before.size === 0 ? before : new Set()));
    setPinned(item);
    setFollowed(undefined);
  }, []);
  return {
    selected,
    pinned,
    below,
    hiddenLayers,
    switchedKinds,
    chosen,
    tool,
    followed,
    /** Chosen on the map; undefined: that of the panel. */
    basemap,
    setBasemap,
    select,
    pin,
    choose: useCallback((layerId: string, id: string) => setChosen((before) => new Map(before).set(layerId, id)), []),
    toggleLayer: useCallback((id: string) => setHiddenLayers((before) => toggled(before, id)), []),
    toggleKind: useCallback(
      (layerId: string, kind: string) => setSwitchedKinds((before) => toggled(before, kindKey(layerId, kind))),
      [],
    ),
    toggleTool: useCallback((next: Tool) => setTool((before) => (before === next ? undefined : next)), []),
    endTool: useCallback(() => setTool(undefined), []),
    toggleFollow: useCallback((id: string) => setFollowed((before) => (before === id ? undefined : id)), []),
  };
}
export type MapState = ReturnType<typeof useMapState>;

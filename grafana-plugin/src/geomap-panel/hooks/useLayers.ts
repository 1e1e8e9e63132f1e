import { useEffect, useRef } from 'react';
import type OlMap from 'ol/Map';
import { createBasemap, type Basemap } from '../map/basemap';
import { timed } from '../map/timed';
import { createLayerStack, type LayerStack, type StackState } from '../map/layerStack';

interface Parts {
  readonly stack: LayerStack;
  readonly basemap: Basemap;
}

/** Keeps basemap and layers of the map up to date. */
export function useLayers(
  map: OlMap,
  state: StackState,
  onProblem: (layer: string, error: unknown) => void,
): { readonly current: Parts | null } {
  const parts = useRef<Parts | null>(null);
  useEffect(() => {
    const made = { basemap: createBasemap(map), stack: createLayerStack(map, onProblem) };
    parts.current = made;
    return () => {
      made.stack.dispose();
      made.basemap.dispose();
      parts.current = null;
    };
  }, [map, onProblem]);

  const { options, theme } = state;
  const { basemap } = options;
  useEffect(() => parts.current?.basemap.update(basemap, theme), [map, onProblem, basemap, theme]);
  useEffect(() => timed('mesh-map:update', () => parts.current?.stack.apply(state)), [map, onProblem, state]);
  return parts;
}

import { useEffect, useState, type RefObject } from 'react';
import type OlMap from 'ol/Map';
import { locationService } from '@grafana/runtime';
import { createMap } from '../map/createMap';
import { parseView, viewParameter } from '../map/sharedView';
import type { MeshMapOptions } from '../types';

export interface MapHandle {
  readonly map: OlMap;
  /** The URL set the view: data must not move it. */
  readonly hasSharedView: boolean;
}

function open({ view, controls }: MeshMapOptions, panelId: number): MapHandle {
  const shared = parseView(locationService.getSearchObject()[viewParameter(panelId)]);
  const start =
    shared === undefined
      ? view
      : { ...view, longitude: shared.center[0], latitude: shared.center[1], zoom: shared.zoom };
  return { map: createMap(start, controls.wheelZoom), hasSharedView: shared !== undefined };
}

/** Creates the map once for the life of the panel. */
export function useMap(target: RefObject<HTMLDivElement | null>, options: MeshMapOptions, panelId: number): MapHandle {
  const [handle] = useState(() => open(options, panelId));
  useEffect(() => {
    handle.map.setTarget(target.current ?? undefined);
    return () => handle.map.setTarget(undefined);
  }, [handle, target]);
  return handle;
}

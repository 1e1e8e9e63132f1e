import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { useEffect, useRef } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import type OlMap from 'ol/Map';
import type { LonLat, MeshData } from '../frames/model';
import { positionAtTime } from '../geo/trackAt';
import { createHighlight } from '../map/highlight';
import { thingOf } from '../layers/item';
import { linkItem } from '../layers/links/item';
import { nodeItem } from '../layers/nodes/items';
import { moves } from '../layers/tracks/layer';
import type { MeshMapOptions } from '../types';
import type { Hover } from './useHover';
import type { Pointed } from './useSharedHover';

function placesOf(mesh: MeshData, hover: Hover | undefined, pointed: Pointed, gapMs: number): LonLat[] {
  const ids = [thingOf(hover?.item, nodeItem)?.id, pointed.nodeId];
  const nodes = ids.map((id) => (id === undefined ? undefined : mesh.nodeById.get(id)?.position));
  const time = pointed.time ?? hover?.time;
  const tracks =
    time === undefined ? [] : mesh.tracks.filter(moves).map(({ fixes }) => positionAtTime(fixes, time, gapMs));
  return [...nodes, ...tracks].filter((place) => place !== undefined);
}

/** Highlights what is hovered, here or in another panel. */
export function useHighlight(
  map: OlMap,
  theme: GrafanaTheme2,
  mesh: MeshData,
  options: MeshMapOptions,
  hover: Hover | undefined,
  pointed: Pointed,
): void {
  const highlight = useRef<ReturnType<typeof createHighlight> | null>(null);
  useEffect(() => {
    const made = createHighlight(map);
    highlight.current = made;
    return () => {
      made.dispose();
      highlight.current = null;
    };
  }, [map]);

  const { curved } = options.links;
  const { gapMinutes } = options.tracks;
  useEffect(() => {
    highlight.current?.show(
      {
        places: placesOf(mesh, hover, pointed, gapMinutes * MINUTE_MS || Infinity),
        link: thingOf(hover?.item, linkItem),
        curved,
      },
      theme,
    );
  }, [map, theme, mesh, hover, pointed, curved, gapMinutes]);
}

import { useEffect } from 'react';
import { locationService } from '@grafana/runtime';
import type OlMap from 'ol/Map';
import { unByKey } from 'ol/Observable';
import { boundsOf, type Bounds } from '../map/view';

const SETTLE_MS = 400;

/** `west,south,east,north`, the order of the query's own bounds. */
export const formatBounds = ({ west, south, east, north }: Bounds) =>
  [west, south, east, north].map((degrees) => degrees.toFixed(4)).join(',');

/** Sets a dashboard variable through the URL; an empty list resets it to "All". */
export function writeVariable(name: string, values: readonly string[]): void {
  const value = values.length === 0 ? '$__all' : values.length === 1 ? values[0] : [...values];
  locationService.partial({ [`var-${name}`]: value }, true);
}

/** Writes the bounds of the view to a variable after the map stopped moving. */
export function useBoundsVariable(map: OlMap, name: string): void {
  useEffect(() => {
    if (name === '') {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let written = '';
    const key = map.on('moveend', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const bounds = boundsOf(map);
        const text = bounds === undefined ? '' : formatBounds(bounds);
        if (text !== '' && text !== written) {
          written = text;
          writeVariable(name, [text]);
        }
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      unByKey(key);
    };
  }, [map, name]);
}

import { useCallback, useEffect, useRef } from 'react';
import type { MeshData } from '../frames/model';
import { fitTo, goTo, placesOf } from '../map/view';
import type { MeshMapOptions } from '../types';
import type { MapHandle } from './useMap';

const FIXED_PANEL_MIN_PX = 10;

/**
 * Fits the view once, to the first data with positions: later data must not move the view. Returns the "fit to data"
 * action, which includes outliers if it is repeated within 2.5 seconds.
 */
export function useFit(
  { map, hasSharedView }: MapHandle,
  mesh: MeshData,
  { view }: MeshMapOptions,
  size: { readonly width: number; readonly height: number },
): () => void {
  const isFitted = useRef(hasSharedView || view.mode === 'fixed');
  const lastFit = useRef(0);
  useEffect(() => {
    map.updateSize();
    if (!isFitted.current && Math.min(size.width, size.height) > FIXED_PANEL_MIN_PX) {
      isFitted.current = fitTo(map, placesOf(mesh), { maxZoom: view.maxFitZoom, animate: false, everything: false });
    }
  }, [map, mesh, view.maxFitZoom, size.width, size.height]);

  const { mode, latitude, longitude, zoom } = view;
  const shown = useRef({ mode, latitude, longitude, zoom });
  useEffect(() => {
    const before = shown.current;
    shown.current = { mode, latitude, longitude, zoom };
    const isChanged =
      before.mode !== mode || before.latitude !== latitude || before.longitude !== longitude || before.zoom !== zoom;
    if (isChanged && mode === 'fixed') {
      goTo(map, [longitude, latitude], zoom);
      map.getView().setZoom(zoom);
    }
  }, [map, mode, latitude, longitude, zoom]);

  return useCallback(() => {
    const now = Date.now();
    const everything = now - lastFit.current < 2500;
    lastFit.current = now;
    fitTo(map, placesOf(mesh), { maxZoom: view.maxFitZoom, animate: true, everything });
  }, [map, mesh, view.maxFitZoom]);
}

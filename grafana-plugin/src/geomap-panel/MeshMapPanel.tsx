import React, { lazy, Suspense } from 'react';
import { LoadingPlaceholder } from '@grafana/ui';
import type { MeshMapProps } from './types';
import { phrases } from '../i18n/phrases';

const text = phrases('mesh-map-panel', { loading: 'Loading the map' });

const MapPanel = lazy(() => import('./components/MapPanel').then((module) => ({ default: module.MapPanel })));

/** The map library is large: dashboards without a map never load it. */
export function MeshMapPanel(props: MeshMapProps) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={text.loading} />}>
      <MapPanel {...props} />
    </Suspense>
  );
}

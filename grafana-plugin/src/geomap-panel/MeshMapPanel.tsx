import React, { lazy, Suspense } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import type { MeshMapProps } from './types';

const MapPanel = lazy(() => import('./components/MapPanel').then((module) => ({ default: module.MapPanel })));

/** The map library is large: dashboards without a map never load it. */
export function MeshMapPanel(props: MeshMapProps) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={t('mesh-map-panel.loading', 'Loading the map')} />}>
      <MapPanel {...props} />
    </Suspense>
  );
}

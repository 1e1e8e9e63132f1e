import React, { useMemo, useState } from 'react';
import { LoadingState } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PanelDataErrorView } from '@grafana/runtime';
import { useMesh } from '../hooks/useScene';
import { placesOf } from '../map/view';
import { completeOptions } from '../options/defaults';
import type { MeshMapProps } from '../types';
import { MapView } from './MapView';

/** Shows the map, or explains why there is none. Once data was shown the map stays, so that its view is not lost. */
export function MapPanel(props: MeshMapProps) {
  const { data, fieldConfig, id, options: saved } = props;
  const options = useMemo(() => completeOptions(saved), [saved]);
  const mesh = useMesh(data, options);
  const hasPlaces = useMemo(() => placesOf(mesh).length > 0, [mesh]);
  const [hadPlaces, setHadPlaces] = useState(hasPlaces);
  if (hasPlaces && !hadPlaces) {
    setHadPlaces(true);
  }
  if (!hasPlaces && !hadPlaces && data.state !== LoadingState.Loading) {
    const hasRows = data.series.some(({ length }) => length > 0);
    // The panel's own "No value" text also explains rows without a position.
    const message =
      fieldConfig.defaults.noValue ||
      t(
        'map-panel.no-places',
        'The data has no positions. Query nodes, positions, links or waypoints, or set the latitude and longitude fields under "Field mapping".',
      );
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        needsNumberField
        {...(hasRows ? { message } : {})}
      />
    );
  }
  return <MapView {...props} options={options} mesh={mesh} />;
}

import React, { useMemo, useState } from 'react';
import { LoadingState } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useMesh } from '../hooks/useScene';
import { placesOf } from '../map/view';
import { completeOptions } from '../options/defaults';
import type { MeshMapProps } from '../types';
import { MapView } from './MapView';
import { phrases } from '../../i18n/phrases';

const text = phrases('map-panel', {
  noPlaces:
    'The data has no positions. Ask for nodes, positions or links of a mesh, or choose the latitude and longitude fields under "Field mapping".',
});

/** Decides between the map and an explanation; a map that once had data stays, so that its view is not lost. */
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
    // What the panel was told to say without values fits rows without a place, too.
    const message = fieldConfig.defaults.noValue || text.noPlaces;
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

import { css } from '@emotion/css';
import { ControlsLabel, type dataLayers } from '@grafana/scenes';

/** A switch per annotation query, labeled with its name. */
export function AnnotationToggles({ layers }: { layers: dataLayers.AnnotationsDataLayer[] }) {
  return layers.map((layer) => <AnnotationToggle key={layer.state.key} layer={layer} />);
}

function AnnotationToggle({ layer }: { layer: dataLayers.AnnotationsDataLayer }) {
  const { isHidden, name, key, data } = layer.useState();
  if (isHidden === true) {
    return null;
  }
  return (
    <div className={toggle}>
      <ControlsLabel htmlFor={`data-layer-${key}`} label={name} error={data?.errors?.[0]?.message} />
      <layer.Component model={layer} />
    </div>
  );
}

const toggle = css({ display: 'flex' });

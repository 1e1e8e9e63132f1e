import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { t } from '@grafana/i18n';
import Feature from 'ol/Feature';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Style from 'ol/style/Style';
import { toXY } from '../../geo/mercator';
import { nightRing } from '../../geo/terminator';
import { type LayerState, type MeshLayer } from '../layer';

function createNightLayer() {
  const night = new Feature(new Polygon([]));
  const source = new VectorSource({ features: [night] });
  const layer = new VectorLayer({ source });
  let drawnMinute = Number.NaN;
  function draw({ scene, theme }: LayerState) {
    layer.setStyle(
      new Style({ fill: new Fill({ color: theme.isDark ? 'rgba(0, 0, 0, 0.34)' : 'rgba(20, 32, 60, 0.16)' }) }),
    );
    const minute = Math.floor(scene.at / MINUTE_MS);
    if (minute !== drawnMinute) {
      drawnMinute = minute;
      night.getGeometry()?.setCoordinates([nightRing(scene.at).map((place) => [...toXY(place)])]);
    }
  }
  return { layer, draw };
}

export const dayNightLayer: MeshLayer = {
  id: 'mesh-night',
  label: () => t('layers.day-night', 'Day and night'),
  zIndex: 10,
  isEnabled: ({ dayNight }) => dayNight.show,
  create: createNightLayer,
};

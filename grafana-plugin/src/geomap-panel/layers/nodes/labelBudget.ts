import type Feature from 'ol/Feature';
import { unByKey } from 'ol/Observable';
import type OlMap from 'ol/Map';
import type Geometry from 'ol/geom/Geometry';
import type BaseLayer from 'ol/layer/Base';
import type VectorSource from 'ol/source/Vector';

/** More labels than this cannot be read, and measuring their texts is what makes a map slow. */
const MAX_LABELS = 300;

/** Shows a layer of labels only while few enough things are in view. */
export function createLabelBudget(map: OlMap, source: VectorSource<Feature<Geometry>>, labels: BaseLayer) {
  const check = () => {
    const size = map.getSize();
    if (size === undefined || map.getView().getCenter() === undefined) {
      return;
    }
    let count = 0;
    source.forEachFeatureInExtent(map.getView().calculateExtent(size), () => {
      count += 1;
      return count > MAX_LABELS;
    });
    labels.setVisible(count <= MAX_LABELS);
  };
  const key = map.on('moveend', check);
  return { check, dispose: () => unByKey(key) };
}

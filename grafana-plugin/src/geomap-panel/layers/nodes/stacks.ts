import type { GrafanaTheme2 } from '@grafana/data';
import type Feature from 'ol/Feature';
import type { FeatureLike } from 'ol/Feature';
import type Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import Cluster from 'ol/source/Cluster';
import type VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { mapPalette } from '../../scene/colors';
import { createStyleCache } from '../styleCache';

/** Nodes nearer to each other than this cover each other. */
const DISTANCE_PX = 12;

function badge(count: number, theme: GrafanaTheme2): Style {
  const { label, stackText } = mapPalette(theme);
  return new Style({
    zIndex: 60,
    text: new Text({
      text: String(count),
      font: `600 10px ${theme.typography.fontFamily}`,
      offsetX: 11,
      offsetY: -11,
      padding: [1, 3, 0, 3],
      fill: new Fill({ color: stackText }),
      backgroundFill: new Fill({ color: label }),
    }),
  });
}

/** The number of nodes at places where they are drawn on top of each other. */
export function createStacks(source: VectorSource<Feature<Point>>) {
  const stacks = new Cluster<Feature<Point>>({ distance: DISTANCE_PX });
  const styles = createStyleCache<Style>();
  let theme: GrafanaTheme2 | undefined;
  const style = (feature: FeatureLike) => {
    const count = ((feature.get('features') ?? []) as Feature[]).length;
    const used = theme;
    return used === undefined || count < 2
      ? undefined
      : styles(`${used.colors.mode}|${count}`, () => badge(count, used));
  };
  const layer = new VectorLayer({ source: stacks, style, visible: false });
  return {
    layer,
    update: (isOn: boolean, next: GrafanaTheme2, minZoom: number) => {
      theme = next;
      // A cluster source without a source does no work.
      const wanted = isOn ? source : null;
      if (stacks.getSource() !== wanted) {
        stacks.setSource(wanted);
      }
      layer.setVisible(isOn);
      layer.setMinZoom(minZoom);
    },
  };
}

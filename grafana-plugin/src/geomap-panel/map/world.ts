import type { GrafanaTheme2 } from '@grafana/data';
import type { FeatureLike } from 'ol/Feature';
import LayerGroup from 'ol/layer/Group';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { labelStyle } from '../layers/labelStyle';
import { mapPalette } from '../scene/colors';
import { decodePlaces, decodeWorld, type PlaceLevel, type WorldFeatures } from './decodeWorld';

/** The detailed world takes over here. */
const DETAIL_FROM_ZOOM = 4.5;

function landLayer(features: WorldFeatures) {
  const { land, coast, borders } = features;
  const layers = [land, borders, coast].map(
    (shapes) => new VectorLayer({ source: new VectorSource<FeatureLike>({ features: shapes, overlaps: false }) }),
  );
  const [landFill, borderLines, coastLines] = layers;
  return {
    group: new LayerGroup({ layers }),
    setTheme: (theme: GrafanaTheme2) => {
      const palette = mapPalette(theme);
      // A stroke in the color of the land closes the hair between two boxes.
      landFill?.setStyle(
        new Style({ fill: new Fill({ color: palette.land }), stroke: new Stroke({ color: palette.land, width: 1 }) }),
      );
      borderLines?.setStyle(new Style({ stroke: new Stroke({ color: palette.border, width: 1, lineDash: [5, 3] }) }));
      coastLines?.setStyle(new Style({ stroke: new Stroke({ color: palette.coast, width: 1 }) }));
    },
  };
}

function placesLayer(levels: readonly PlaceLevel[]) {
  const layers = levels.map(
    ({ zoom, places }) =>
      new VectorLayer({
        source: new VectorSource<FeatureLike>({ features: places }),
        declutter: true,
        minZoom: zoom - 0.25,
        updateWhileAnimating: false,
      }),
  );
  return {
    group: new LayerGroup({ layers }),
    setTheme: (theme: GrafanaTheme2) => {
      const look = { offset: -5, strong: false, faint: true };
      layers.forEach((layer) =>
        layer.setStyle((place: FeatureLike) => labelStyle({ ...look, text: String(place.get('name')) }, theme)),
      );
    },
  };
}

type Part = ReturnType<typeof landLayer>;

/**
 * The bundled world: coast and borders, finer from the zoom of a region on, and the names of towns. Everything comes out of
 * the plugin's own files, so that it is there without the internet.
 */
export function createWorld() {
  const group = new LayerGroup();
  const parts: Part[] = [];
  let theme: GrafanaTheme2 | undefined;
  let places: Part | undefined;
  let withPlaces = false;
  let disposed = false;

  function add(part: Part, zIndex: number) {
    if (disposed) {
      return;
    }
    part.group.setZIndex(zIndex);
    parts.push(part);
    group.getLayers().push(part.group);
    if (theme !== undefined) {
      part.setTheme(theme);
    }
  }

  async function load(): Promise<void> {
    const overview = landLayer(decodeWorld((await import('../world/overview.json')).default));
    add(overview, 0);
    const detail = landLayer(decodeWorld((await import('../world/detail.json')).default));
    overview.group.setMaxZoom(DETAIL_FROM_ZOOM);
    detail.group.setMinZoom(DETAIL_FROM_ZOOM);
    add(detail, 0);
    places = placesLayer(decodePlaces((await import('../world/places.json')).default));
    places.group.setVisible(withPlaces);
    add(places, 1);
  }

  return {
    layer: group,
    load,
    update: (next: GrafanaTheme2, showPlaces: boolean) => {
      withPlaces = showPlaces;
      places?.group.setVisible(showPlaces);
      if (theme !== next) {
        theme = next;
        parts.forEach((part) => part.setTheme(next));
      }
    },
    dispose: () => {
      disposed = true;
    },
  };
}
export type World = ReturnType<typeof createWorld>;

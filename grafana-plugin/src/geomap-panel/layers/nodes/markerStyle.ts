import type { GrafanaTheme2 } from '@grafana/data';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import type ImageStyle from 'ol/style/Image';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import { mapPalette } from '../../scene/colors';
import { alarmColor, type MarkerShape, type NodeLook } from '../../scene/nodeLook';
import { withAlpha } from '../withAlpha';

interface Paint {
  readonly fill?: Fill;
  readonly stroke?: Stroke;
}

/** Radius factor and geometry of each shape, so that all look equally heavy. */
function imageOf(shape: MarkerShape, radius: number, paint: Paint): ImageStyle {
  switch (shape) {
    case 'diamond':
      return new RegularShape({ ...paint, points: 4, radius: radius * 1.3, angle: 0 });
    case 'square':
      return new RegularShape({ ...paint, points: 4, radius: radius * 1.22, angle: Math.PI / 4 });
    case 'triangle':
      return new RegularShape({ ...paint, points: 3, radius: radius * 1.35, angle: 0 });
    case 'hexagon':
      return new RegularShape({ ...paint, points: 6, radius: radius * 1.15, angle: 0 });
    case 'pentagon':
      return new RegularShape({ ...paint, points: 5, radius: radius * 1.2, angle: 0 });
    case 'dot':
      return new CircleStyle({ ...paint, radius: radius * 0.7 });
    case 'ring':
    case 'circle':
      return new CircleStyle({ ...paint, radius });
  }
}

function faded(image: ImageStyle, opacity: number): ImageStyle {
  image.setOpacity(opacity);
  return image;
}

const zIndexOf = ({ isSelected, gateway, opacity, alarm }: NodeLook) =>
  (isSelected ? 30 : 0) +
  (alarm === 'silent' ? 20 : alarm === 'late' ? 12 : 0) +
  (gateway ? 5 : 0) +
  Math.round(opacity * 4);

/** Red outline and cross of a silent node, orange outline of a late one. */
function alarmStyles({ alarm, radius }: NodeLook, zIndex: number, theme: GrafanaTheme2): Style[] {
  if (alarm === undefined) {
    return [];
  }
  const color = alarmColor(alarm, theme);
  const { halo } = mapPalette(theme);
  const cross = (width: number, paint: string) =>
    new Style({
      zIndex,
      image: new RegularShape({
        points: 4,
        radius: radius + 2,
        radius2: 0,
        angle: Math.PI / 4,
        stroke: new Stroke({ color: paint, width }),
      }),
    });
  const outline = new Style({
    zIndex,
    image: new CircleStyle({ radius: radius + 1.5, stroke: new Stroke({ color, width: 2.5 }) }),
  });
  return alarm === 'silent' ? [outline, cross(5, halo), cross(2.5, color)] : [outline];
}

/** Marker of a node: its shape, a ring around gateways, and a halo around selected nodes. */
export function markerStyles(look: NodeLook, theme: GrafanaTheme2): Style[] {
  const { halo, gateway, accent, land } = mapPalette(theme);
  const zIndex = zIndexOf(look);
  const hollow = look.coarse || look.shape === 'ring';
  const body: Paint = hollow
    ? { fill: new Fill({ color: withAlpha(look.color, 0.28) }), stroke: new Stroke({ color: look.color, width: 1.75 }) }
    : { fill: new Fill({ color: look.color }), stroke: new Stroke({ color: halo, width: 1.25 }) };
  const styles: Style[] = [];
  const ring = (radius: number, color: string, width: number, opacity: number) =>
    styles.push(
      new Style({
        zIndex,
        image: faded(new CircleStyle({ radius, stroke: new Stroke({ color, width }) }), opacity),
      }),
    );
  if (look.isSelected) {
    ring(look.radius + 7, accent, 2.5, 1);
  }
  if (look.gateway) {
    ring(look.radius + 3.5, gateway, 1.5, Math.max(0.45, look.opacity));
  }
  if (hollow) {
    // A plate in the color of the land hides lines behind the marker.
    styles.push(
      new Style({
        zIndex,
        image: imageOf(look.shape, look.radius, { fill: new Fill({ color: withAlpha(land, 0.8) }) }),
      }),
    );
  }
  styles.push(new Style({ zIndex, image: faded(imageOf(look.shape, look.radius, body), look.opacity) }));
  return [...styles, ...alarmStyles(look, zIndex, theme)];
}

import type { GrafanaTheme2 } from '@grafana/data';
import type Feature from 'ol/Feature';
import type { FlatStyle, FlatStyleLike, Rule } from 'ol/style/flat';
import { mapPalette } from '../scene/colors';
import { alarmColor, type MarkerShape, type NodeLook } from '../scene/nodeLook';
import type { LinkLook } from './links/linkLook';
import { createStyleCache } from './styleCache';
import { withAlpha } from './withAlpha';

/** Plain properties that WebGL styles read: their names become names in shaders. */
const prop = (name: string) => ['get', `gl${name}`];

const colors = createStyleCache<number[]>();

export function assignLinkGl(feature: Feature, { key, color, opacity, width }: LinkLook): void {
  feature.set(
    'glcolor',
    colors(key, () => withAlpha(color, opacity)),
    true,
  );
  feature.set('glwidth', width * 0.75, true);
}

export const linkGlStyle = (): FlatStyleLike => ({
  'stroke-color': prop('color'),
  'stroke-width': prop('width'),
});

export function assignNodeGl(feature: Feature, look: NodeLook): void {
  feature.set('glshape', look.coarse ? 'ring' : look.shape, true);
  feature.set('glcolor', look.color, true);
  feature.set('glradius', look.radius, true);
  feature.set('glopacity', look.opacity, true);
  feature.set('glgateway', look.gateway ? 1 : 0, true);
  feature.set('glsilent', look.alarm === 'silent' ? 1 : 0, true);
  feature.set('gllate', look.alarm === 'late' ? 1 : 0, true);
  feature.set('glselected', look.isSelected ? 1 : 0, true);
}

const corners: Partial<Record<MarkerShape, { points: number; scale: number; angle: number }>> = {
  diamond: { points: 4, scale: 1.3, angle: 0 },
  square: { points: 4, scale: 1.22, angle: Math.PI / 4 },
  triangle: { points: 3, scale: 1.35, angle: 0 },
  hexagon: { points: 6, scale: 1.15, angle: 0 },
  pentagon: { points: 5, scale: 1.2, angle: 0 },
};

function ring(flag: string, extra: number, color: string, width: number): Rule {
  return {
    filter: ['==', prop(flag), 1],
    style: {
      'circle-radius': ['+', prop('radius'), extra],
      'circle-fill-color': 'rgba(0, 0, 0, 0)',
      'circle-stroke-color': color,
      'circle-stroke-width': width,
    },
  };
}

function circle(shape: MarkerShape, edge: FlatStyle, scale = 1): Rule {
  return {
    filter: ['==', prop('shape'), shape],
    style: { 'circle-radius': ['*', prop('radius'), scale], 'circle-opacity': prop('opacity'), ...edge },
  };
}

/** The same marks as on the canvas, one rule for each. */
export function nodeGlStyle(theme: GrafanaTheme2): FlatStyleLike {
  const { halo, land, gateway, accent } = mapPalette(theme);
  const solid: FlatStyle = {
    'circle-fill-color': prop('color'),
    'circle-stroke-color': halo,
    'circle-stroke-width': 1.25,
  };
  const hollow: FlatStyle = {
    'circle-fill-color': land,
    'circle-stroke-color': prop('color'),
    'circle-stroke-width': 1.75,
  };
  const polygons = Object.entries(corners).map(([shape, { points, scale, angle }]): Rule => ({
    filter: ['==', prop('shape'), shape],
    style: {
      'shape-points': points,
      'shape-radius': ['*', prop('radius'), scale],
      'shape-angle': angle,
      'shape-fill-color': prop('color'),
      'shape-stroke-color': halo,
      'shape-stroke-width': 1.25,
      'shape-opacity': prop('opacity'),
    },
  }));
  return [
    ring('selected', 7, accent, 2.5),
    ring('gateway', 3.5, gateway, 1.5),
    circle('circle', solid),
    circle('dot', solid, 0.7),
    circle('ring', hollow),
    ...polygons,
    ring('late', 1.5, alarmColor('late', theme), 2.5),
    ring('silent', 1.5, alarmColor('silent', theme), 3),
  ];
}

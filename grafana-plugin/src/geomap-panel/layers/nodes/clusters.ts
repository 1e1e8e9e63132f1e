import type { GrafanaTheme2 } from '@grafana/data';
import type { FeatureLike } from 'ol/Feature';
import type Feature from 'ol/Feature';
import type Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import Cluster from 'ol/source/Cluster';
import type VectorSource from 'ol/source/Vector';
import Style from 'ol/style/Style';
import type { State } from 'ol/render';
import { mapPalette } from '../../scene/colors';
import { alarmColor, type NodeLook } from '../../scene/nodeLook';
import { CLUSTER_FROM, type NodesOptions } from './options';
import { itemOf, thingOf, type MapItem } from '../item';
import { clusterItem, clusterRadius, nodeItem } from './items';
import { LOOK, type NodeStyling } from './nodeStyling';

const DISTANCE_PX = 46;
/** Zoom from which every node is drawn by itself. */
const MAX_ZOOM = 9;

/** Nodes of each color, the most frequent first: the slices of a cluster's ring. */
export function colorShares(
  looks: readonly NodeLook[],
  theme: GrafanaTheme2,
): Array<readonly [color: string, share: number]> {
  const counts = new Map<string, number>();
  for (const { color, alarm } of looks) {
    const shown = alarm === 'silent' ? alarmColor(alarm, theme) : color;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([color, count]) => [color, count / looks.length] as const);
}

const shortCount = (count: number) =>
  count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)}k`;

function drawDonut(
  [x, y]: readonly number[],
  { context, pixelRatio }: State,
  looks: readonly NodeLook[],
  theme: GrafanaTheme2,
) {
  if (x === undefined || y === undefined) {
    return;
  }
  const palette = mapPalette(theme);
  const radius = clusterRadius(looks.length) * pixelRatio;
  const width = 4 * pixelRatio;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.halo;
  context.fill();
  let angle = -Math.PI / 2;
  context.lineWidth = width;
  for (const [color, share] of colorShares(looks, theme)) {
    context.beginPath();
    context.arc(x, y, radius - width / 2, angle, angle + share * 2 * Math.PI);
    context.strokeStyle = color;
    context.stroke();
    angle += share * 2 * Math.PI;
  }
  context.fillStyle = palette.label;
  context.font = `600 ${11 * pixelRatio}px ${theme.typography.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shortCount(looks.length), x, y);
}

const membersOf = (feature: FeatureLike) => (feature.get('features') ?? []) as Feature[];

export function createClusters(source: VectorSource<Feature<Point>>, styling: NodeStyling) {
  const clusters = new Cluster<Feature<Point>>({ distance: DISTANCE_PX, minDistance: DISTANCE_PX * 0.6 });
  let theme: GrafanaTheme2 | undefined;
  const style = (feature: FeatureLike) => {
    const looks = membersOf(feature).map((member) => member.get(LOOK) as NodeLook);
    const [single] = looks;
    if (theme === undefined || single === undefined) {
      return undefined;
    }
    if (looks.length === 1) {
      return styling.marker(single);
    }
    const donut = new Style();
    const used = theme;
    donut.setRenderer((coordinates, state) => drawDonut(coordinates as number[], state, looks, used));
    return donut;
  };
  const layer = new VectorLayer({ source: clusters, style, maxZoom: MAX_ZOOM, renderBuffer: 60, visible: false });
  return {
    layer,
    maxZoom: MAX_ZOOM,
    /** Whether low zooms show clusters. */
    isWanted: (options: NodesOptions, count: number) => options.clusters && count >= CLUSTER_FROM,
    update: (isOn: boolean, next: GrafanaTheme2) => {
      theme = next;
      // A cluster source without a source does no work.
      const wanted = isOn ? source : null;
      if (clusters.getSource() !== wanted) {
        clusters.setSource(wanted);
      }
      layer.setVisible(isOn);
    },
  };
}

/** The cluster of a feature, or its only node, or the item of any other feature. */
export function itemOrCluster(feature: FeatureLike): MapItem | undefined {
  const nodes = membersOf(feature)
    .map((member) => thingOf(itemOf(member), nodeItem))
    .filter((node) => node !== undefined);
  const [only] = nodes;
  if (only === undefined) {
    return itemOf(feature);
  }
  return nodes.length === 1 ? { kind: nodeItem, thing: only } : { kind: clusterItem, thing: nodes };
}

import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import LayerGroup from 'ol/layer/Group';
import VectorLayer from 'ol/layer/Vector';
import Point from 'ol/geom/Point';
import type { MapNode } from '../../frames/model';
import { toXY } from '../../geo/mercator';
import { createNodeLooks, lookKey, type NodeLook, type NodeLooks } from '../../scene/nodeLook';
import { isPlaced, type PlacedNode, type Scene } from '../../scene/scene';
import type { LabelContent, NodesOptions } from './options';
import { createClusters } from './clusters';
import { BatchSource, createFeatureSync } from '../featureSync';
import { isSameStyle } from '../sameStyle';
import { createLabelBudget } from './labelBudget';
import { ITEM } from '../item';
import type { LayerState, MeshLayer } from '../layer';
import { visibleLinks } from '../links/linkKinds';
import { nodeItem } from './items';
import { nodesKey } from './key';
import { createStacks } from './stacks';
import { createNodeStyling, LOOK } from './nodeStyling';
import { createWebGlTwin, wantsWebGl } from '../webgl';
import { assignNodeGl, nodeGlStyle } from '../webglStyles';

const LABEL = 'label';

const pointOf = (node: PlacedNode) => [...toXY(node.position)];

export function labelOf(node: MapNode, content: LabelContent, looks: NodeLooks): string {
  switch (content) {
    case 'none':
      return '';
    case 'label':
      return node.label;
    case 'name':
      return node.name;
    case 'id':
      return node.id;
    case 'value':
      return looks.valueText(node) ?? '';
  }
}

/** Priority of overlapping labels: selected nodes, then gateways and relays, then those heard last. */
function labelRank(feature: Feature): number {
  const look = feature.get(LOOK) as NodeLook;
  const isRelay = look.shape === 'diamond' || look.shape === 'hexagon';
  return (
    (look.isSelected ? 100 : 0) +
    (look.alarm === 'silent' ? 20 : 0) +
    (look.gateway ? 10 : 0) +
    (isRelay ? 5 : 0) +
    look.opacity
  );
}

/** Nodes with a position; those known only as the end of a link are drawn with it. */
function drawnNodes({ options, scene }: LayerState): PlacedNode[] {
  const placed = scene.mesh.nodes.filter(isPlaced);
  if (!placed.some(({ isEnd }) => isEnd)) {
    return placed;
  }
  const links = options.links.show ? visibleLinks({ scene, options: options.links }) : [];
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  return placed.filter(({ id, isEnd }) => !isEnd || ends.has(id));
}

function createNodesLayer(map: OlMap) {
  const source = new BatchSource<Point>();
  const styling = createNodeStyling();
  const markers = new VectorLayer({
    source,
    style: (feature) => styling.marker(feature.get(LOOK) as NodeLook),
    renderBuffer: 40,
  });
  const labels = new VectorLayer({
    source,
    declutter: true,
    renderOrder: (left, right) => labelRank(right as Feature) - labelRank(left as Feature),
    style: (feature) => {
      const text = feature.get(LABEL) as string;
      return text === '' ? undefined : styling.label(feature.get(LOOK) as NodeLook, text);
    },
  });
  const clusters = createClusters(source, styling);
  const stacks = createStacks(source);
  const budget = createLabelBudget(map, source, labels);
  let draws:
    { options: NodesOptions; theme: GrafanaTheme2; scene: Scene; looks: NodeLooks; isWebGl: boolean } | undefined;
  let state: LayerState | undefined;
  const layer = new LayerGroup({ layers: [clusters.layer, markers, labels, stacks.layer] });
  const twin = createWebGlTwin({ group: layer, source, styleOf: nodeGlStyle, onReady: () => state && draw(state) });

  const sync = createFeatureSync<PlacedNode, Point>(source, {
    idOf: ({ id }) => id,
    createGeometry: (node) => new Point(pointOf(node)),
    updateGeometry: (geometry, node, before) => {
      if (node.position[0] !== before.position[0] || node.position[1] !== before.position[1]) {
        geometry.setCoordinates(pointOf(node));
      }
    },
    assign: (feature, node) => {
      if (draws === undefined) {
        return false;
      }
      feature.set(ITEM, { kind: nodeItem, thing: node }, true);
      const look = draws.looks.lookOf(node, draws.scene.selected.has(node.id));
      const label = labelOf(node, draws.options.label, draws.looks);
      const before = feature.get(LOOK) as NodeLook | undefined;
      const isSame = before !== undefined && lookKey(before) === lookKey(look) && feature.get(LABEL) === label;
      feature.set(LOOK, look, true);
      feature.set(LABEL, label, true);
      if (draws.isWebGl) {
        assignNodeGl(feature, look);
      }
      return !isSame;
    },
  });

  function draw(next: LayerState) {
    const before = draws;
    const isKept = isSameStyle(state, next);
    state = next;
    const { options, theme, scene } = next;
    const nodes = drawnNodes(next);
    const clustered = clusters.isWanted(options.nodes, nodes.length);
    const minZoom = clustered ? clusters.maxZoom : -Infinity;
    const isWebGl = twin.use(wantsWebGl(options.renderer, nodes.length), theme, minZoom);
    const looks = createNodeLooks(scene.mesh.nodes, { options: options.nodes, theme, at: scene.at });
    draws = { options: options.nodes, theme, scene, looks, isWebGl };
    styling.setTheme(theme);
    // Sizes depend on the smallest and largest value of all nodes.
    sync(nodes, isKept && before?.isWebGl === isWebGl && options.nodes.sizeBy === '');
    if (before?.theme !== theme) {
      source.changed();
    }
    clusters.update(clustered, theme);
    stacks.update(options.nodes.clusters && nodes.length > 1, theme, minZoom);
    markers.setVisible(!isWebGl);
    markers.setMinZoom(minZoom);
    labels.setMinZoom(minZoom);
    budget.check();
  }

  return {
    layer,
    draw,
    dispose: () => {
      budget.dispose();
    },
  };
}

export const nodesLayer: MeshLayer = {
  id: 'mesh-nodes',
  label: () => t('layers.nodes', 'Nodes'),
  zIndex: 80,
  isEnabled: ({ nodes }) => nodes.show,
  count: (state) => drawnNodes(state).length,
  key: nodesKey,
  scale: ({ options, scene, theme }) => {
    const { legend } = createNodeLooks(scene.mesh.nodes, { options: options.nodes, theme, at: scene.at });
    return legend && { ...legend, swatch: 'dot' };
  },
  create: createNodesLayer,
};

import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import {
  ContextMenu,
  MenuItem,
  Portal,
  useStyles2,
  useTheme2,
  VizTooltipContainer,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import { useMemo, useState, type MouseEvent } from 'react';
import { layOut, type Point } from './layout';
import { readGraph, type GraphEdge, type GraphNode } from './readGraph';

const RADIUS = 14;
const MARGIN = 34;
/** Labels of more edges would overlap. */
const MAX_LABELED_EDGES = 8;

/** The element under the pointer, and its place on the page. */
interface Pointed {
  element: GraphNode | GraphEdge;
  position: Point;
}

const isEdge = (element: GraphNode | GraphEdge): element is GraphEdge => 'source' in element;
const isEndOf = (edge: GraphEdge, id: string) => edge.source === id || edge.target === id;

/** Nodes and the edges between them. Pointing at one highlights what belongs to it; a click offers its links. */
export function NodeGraphPanel({ data, id, fieldConfig, width, height }: PanelProps) {
  const styles = useStyles2(getStyles);
  const { nodes, edges } = useMemo(() => readGraph(data.series), [data.series]);
  const [hovered, setHovered] = useState<Pointed>();
  const [clicked, setClicked] = useState<Pointed>();
  // Values change all the time; only another shape of the graph needs another layout.
  const shape = JSON.stringify([nodes.map((node) => node.id), edges.map(({ source, target }) => [source, target])]);
  const places = useMemo(() => {
    const [ids, pairs] = JSON.parse(shape);
    return layOut(ids, pairs, { width, height, margin: MARGIN });
  }, [shape, width, height]);
  if (nodes.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  const active = hovered?.element;
  const isActiveEdge = (edge: GraphEdge) =>
    active !== undefined && (isEdge(active) ? active.id === edge.id : isEndOf(edge, active.id));
  const labelEdges = edges.filter(isActiveEdge).length <= MAX_LABELED_EDGES;
  const isActiveNode = (node: GraphNode) =>
    active !== undefined &&
    (active.id === node.id ||
      (isEdge(active) ? [active] : edges).some((edge) => isEndOf(edge, node.id) && isActiveEdge(edge)));
  const fade = (isActive: boolean) => cx(active !== undefined && !isActive && styles.faded);
  const pointer = (element: GraphNode | GraphEdge) => ({
    onMouseMove: ({ clientX, clientY }: MouseEvent) => setHovered({ element, position: { x: clientX, y: clientY } }),
    onMouseLeave: () => setHovered(undefined),
    onClick: ({ clientX, clientY }: MouseEvent) => setClicked({ element, position: { x: clientX, y: clientY } }),
  });
  return (
    <>
      <svg
        width={width}
        height={height}
        className={styles.graph}
        role="img"
        aria-label={`${nodes.length} nodes, ${edges.length} edges`}
      >
        {edges.map((edge) => (
          <g key={edge.id} className={fade(isActiveEdge(edge))} {...pointer(edge)}>
            <Edge
              edge={edge}
              from={places.get(edge.source)}
              to={places.get(edge.target)}
              isActive={isActiveEdge(edge)}
              showStats={labelEdges && isActiveEdge(edge)}
            />
          </g>
        ))}
        {nodes.map((node) => (
          <g key={node.id} className={fade(isActiveNode(node))} data-node={node.id} {...pointer(node)}>
            <Node node={node} place={places.get(node.id)} isActive={active?.id === node.id} />
          </g>
        ))}
      </svg>
      {hovered !== undefined && clicked === undefined && (
        <Portal>
          <VizTooltipContainer position={hovered.position} offset={{ x: 12, y: 12 }} className={styles.tooltip}>
            <VizTooltipWrapper>
              <VizTooltipHeader item={titleOf(hovered.element, nodes)} />
              <VizTooltipContent items={hovered.element.details} />
            </VizTooltipWrapper>
          </VizTooltipContainer>
        </Portal>
      )}
      {clicked !== undefined && (
        <ContextMenu
          x={clicked.position.x}
          y={clicked.position.y}
          onClose={() => setClicked(undefined)}
          renderHeader={() => (
            <VizTooltipWrapper>
              <VizTooltipHeader item={titleOf(clicked.element, nodes)} />
              <VizTooltipContent items={clicked.element.details} />
            </VizTooltipWrapper>
          )}
          renderMenuItems={() =>
            clicked.element
              .getLinks()
              .map(({ title, href, target, onClick }) => (
                <MenuItem key={title} label={title} url={href} target={target} onClick={onClick} icon="link" />
              ))
          }
        />
      )}
    </>
  );
}

function titleOf(element: GraphNode | GraphEdge, nodes: GraphNode[]): { label: string; value: string } {
  if (!isEdge(element)) {
    return { label: element.title, value: element.subtitle };
  }
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.title ?? id;
  return { label: '', value: `${nameOf(element.source)} → ${nameOf(element.target)}` };
}

interface EdgeProps {
  edge: GraphEdge;
  from: Point | undefined;
  to: Point | undefined;
  isActive: boolean;
  showStats: boolean;
}

function Edge({ edge, from, to, isActive, showStats }: EdgeProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  if (from === undefined || to === undefined) {
    return null;
  }
  const line = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const stats = [edge.mainStat, edge.secondaryStat].filter((stat) => stat !== '').join(' · ');
  return (
    <>
      <line
        {...line}
        stroke={theme.visualization.getColorByName(edge.color ?? theme.colors.border.strong)}
        strokeWidth={Math.min(3, edge.thickness / 2) + (isActive ? 1 : 0)}
        strokeOpacity={isActive ? 1 : 0.45}
      />
      {/* Wide enough for a pointer. */}
      <line {...line} className={styles.target} />
      {showStats && (
        <text className={styles.edgeStat} x={(from.x + to.x) / 2} y={(from.y + to.y) / 2}>
          {stats}
        </text>
      )}
    </>
  );
}

const AROUND = 2 * Math.PI * RADIUS;

function Node({ node, place, isActive }: { node: GraphNode; place: Point | undefined; isActive: boolean }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  return (
    <g transform={`translate(${place?.x ?? 0} ${place?.y ?? 0})`} className={styles.node}>
      <circle r={RADIUS} className={styles.circle} />
      {node.arcs.map(({ color, start, share }) => (
        <circle
          key={start}
          r={RADIUS}
          fill="none"
          stroke={theme.visualization.getColorByName(color)}
          strokeWidth={isActive ? 4 : 2}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          strokeDashoffset={-start * AROUND}
        />
      ))}
      <text className={styles.stat} dy="0.35em">
        {node.mainStat}
      </text>
      <text className={styles.title} y={RADIUS + 12}>
        {node.title}
      </text>
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  graph: css({ display: 'block', fontFamily: theme.typography.fontFamily, userSelect: 'none' }),
  faded: css({ opacity: 0.2 }),
  node: css({ cursor: 'pointer' }),
  circle: css({ fill: theme.colors.background.primary }),
  stat: css({ fill: theme.colors.text.primary, fontSize: 10, textAnchor: 'middle', pointerEvents: 'none' }),
  title: css({
    fill: theme.colors.text.primary,
    fontSize: 10,
    textAnchor: 'middle',
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 3,
  }),
  target: css({ stroke: 'transparent', strokeWidth: 10, cursor: 'pointer' }),
  edgeStat: css({
    fill: theme.colors.text.primary,
    fontSize: 10,
    textAnchor: 'middle',
    pointerEvents: 'none',
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 4,
  }),
  tooltip: css({ padding: 0, maxWidth: 360 }),
});

import { css } from '@emotion/css';
import { formattedValueToString, type DataFrame, type Field, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { layOut, type Point } from './nodeGraphLayout';

const RADIUS = 11;
const MOST_NODES = 300;

const fieldOf = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name.toLowerCase() === name);

function textAt(field: Field | undefined, row: number): string {
  const value = field?.values[row];
  if (field === undefined || value === null || value === undefined) {
    return '';
  }
  return field.display === undefined ? String(value) : formattedValueToString(field.display(value));
}

/** Frames in the form of Grafana's node graph: one with `id`, one with `source` and `target`. */
function framesOf(series: DataFrame[]): { nodes: DataFrame | undefined; edges: DataFrame | undefined } {
  const edges = series.find(
    (frame) => fieldOf(frame, 'source') !== undefined && fieldOf(frame, 'target') !== undefined,
  );
  return { edges, nodes: series.find((frame) => frame !== edges && fieldOf(frame, 'id') !== undefined) };
}

export function NodeGraphPanel({ data, id, width, height }: PanelProps) {
  const styles = useStyles2(getStyles);
  const { nodes, edges } = framesOf(data.series);
  const ids = useMemo(
    () => (nodes === undefined ? [] : (fieldOf(nodes, 'id')?.values ?? []).slice(0, MOST_NODES)),
    [nodes],
  );
  const pairs = useMemo(() => (edges === undefined ? [] : pairsOf(edges)), [edges]);
  const shape = `${ids.join()}|${pairs.join()}`;
  // Only another shape of the graph is laid out anew: values change all the time.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const places = useMemo(() => layOut(ids, pairs, width, height), [shape, width, height]);
  if (nodes === undefined || ids.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} />;
  }
  return (
    <svg
      width={width}
      height={height}
      className={styles.graph}
      role="img"
      aria-label={`${ids.length} nodes, ${pairs.length} links`}
    >
      {edges !== undefined && <Edges frame={edges} pairs={pairs} places={places} />}
      {ids.map((nodeId: string, row) => (
        <NodeCircle key={nodeId} frame={nodes} row={row} place={places.get(nodeId)} />
      ))}
    </svg>
  );
}

function pairsOf(edges: DataFrame): Array<readonly [string, string]> {
  const [sources, targets] = [fieldOf(edges, 'source')?.values ?? [], fieldOf(edges, 'target')?.values ?? []];
  return sources.map((source, row) => [source, targets[row]] as const);
}

function Edges({
  frame,
  pairs,
  places,
}: {
  frame: DataFrame;
  pairs: Array<readonly [string, string]>;
  places: Map<string, Point>;
}) {
  const theme = useTheme2();
  const [colors, thickness] = [fieldOf(frame, 'color')?.values, fieldOf(frame, 'thickness')?.values];
  const stats = [fieldOf(frame, 'mainstat'), fieldOf(frame, 'secondarystat')];
  return (
    <g>
      {pairs.map(([from, to], row) => {
        const [a, b] = [places.get(from), places.get(to)];
        if (a === undefined || b === undefined) {
          return null;
        }
        return (
          <line
            key={`${from}-${to}-${row}`}
            x1={a.x}
            y1={a.y}
            x2={b.x}
            y2={b.y}
            stroke={theme.visualization.getColorByName(colors?.[row] ?? theme.colors.border.strong)}
            strokeWidth={Math.min(3, Number(thickness?.[row] ?? 1) / 2)}
            strokeOpacity={0.45}
          >
            <title>{[`${from} → ${to}`, ...stats.map((field) => textAt(field, row))].join('\n')}</title>
          </line>
        );
      })}
    </g>
  );
}

interface Arc {
  color: string;
  /** Part of the circle before it. */
  start: number;
  share: number;
}

/** `arc__*` fields share the circle between them. */
function arcsOf(frame: DataFrame, row: number): Arc[] {
  const arcs: Arc[] = [];
  for (const { name, values, config } of frame.fields) {
    const share = name.startsWith('arc__') ? Number(values[row]) : 0;
    if (share > 0) {
      const last = arcs.at(-1);
      arcs.push({
        color: config.color?.fixedColor ?? 'blue',
        start: last === undefined ? 0 : last.start + last.share,
        share,
      });
    }
  }
  return arcs;
}

function NodeCircle({ frame, row, place }: { frame: DataFrame; row: number; place: Point | undefined }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const arcs = arcsOf(frame, row);
  const title = textAt(fieldOf(frame, 'title'), row);
  const about = [title, ...['subtitle', 'mainstat', 'secondarystat'].map((name) => textAt(fieldOf(frame, name), row))];
  const around = 2 * Math.PI * RADIUS;
  return (
    <g transform={`translate(${place?.x ?? 0} ${place?.y ?? 0})`}>
      <title>{about.filter((part) => part !== '').join('\n')}</title>
      <circle r={RADIUS} className={styles.node} />
      {arcs.map(({ color, start, share }) => (
        <circle
          key={start}
          r={RADIUS}
          fill="none"
          stroke={theme.visualization.getColorByName(color)}
          strokeWidth={3}
          strokeDasharray={`${share * around} ${around}`}
          strokeDashoffset={-start * around}
        />
      ))}
      <text className={styles.stat} dy="0.35em">
        {textAt(fieldOf(frame, 'mainstat'), row)}
      </text>
      <text className={styles.title} y={RADIUS + 11}>
        {title}
      </text>
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  graph: css({ display: 'block', fontFamily: theme.typography.fontFamily }),
  node: css({ fill: theme.colors.background.secondary }),
  stat: css({ fill: theme.colors.text.primary, fontSize: 9, textAnchor: 'middle', pointerEvents: 'none' }),
  title: css({ fill: theme.colors.text.secondary, fontSize: 10, textAnchor: 'middle' }),
});

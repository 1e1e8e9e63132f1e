import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { KeyMark, NodeMark } from '../layers/layer';
import { mapPalette } from '../scene/colors';
import { alarmColor, type MarkerShape } from '../scene/nodeLook';

const MIDDLE = 9;
const corners: Partial<Record<MarkerShape, { count: number; radius: number; turn: number }>> = {
  diamond: { count: 4, radius: 6, turn: 0 },
  square: { count: 4, radius: 6, turn: 45 },
  triangle: { count: 3, radius: 6.5, turn: 0 },
  hexagon: { count: 6, radius: 5.5, turn: 0 },
  pentagon: { count: 5, radius: 5.5, turn: 0 },
};

function polygonPoints(count: number, radius: number, turn: number): string {
  return Array.from({ length: count }, (_unused, index) => {
    const angle = ((turn - 90 + (360 / count) * index) * Math.PI) / 180;
    return `${MIDDLE + radius * Math.cos(angle)},${MIDDLE + radius * Math.sin(angle)}`;
  }).join(' ');
}

function Body({ mark, color }: { readonly mark: NodeMark; readonly color: string }) {
  const isHollow = mark.hollow === true || mark.shape === 'ring';
  const paint = {
    fill: color,
    fillOpacity: isHollow ? 0.25 : 1,
    stroke: isHollow ? color : 'none',
    strokeWidth: 1.75,
  };
  const corner = corners[mark.shape];
  return corner === undefined ? (
    <circle cx={MIDDLE} cy={MIDDLE} r={mark.shape === 'dot' ? 3 : 4.5} {...paint} />
  ) : (
    <polygon points={polygonPoints(corner.count, corner.radius, corner.turn)} {...paint} />
  );
}

function ringColor(ring: NonNullable<NodeMark['ring']>, theme: GrafanaTheme2): string {
  return ring === 'gateway' ? mapPalette(theme).gateway : alarmColor(ring, theme);
}

function NodeMarkView({ mark, theme }: { readonly mark: NodeMark; readonly theme: GrafanaTheme2 }) {
  const { ring } = mark;
  const color = mark.dim === true ? mapPalette(theme).faint : theme.colors.text.secondary;
  return (
    <>
      <Body mark={mark} color={color} />
      {ring !== undefined && (
        <circle
          cx={MIDDLE}
          cy={MIDDLE}
          r={ring === 'gateway' ? 7.5 : 5.5}
          fill="none"
          stroke={ringColor(ring, theme)}
          strokeWidth={ring === 'gateway' ? 1.5 : 2.25}
        />
      )}
      {ring === 'silent' && (
        <path d="M5 5 L13 13 M13 5 L5 13" stroke={ringColor(ring, theme)} strokeWidth={2} fill="none" />
      )}
    </>
  );
}

/** A sign of the map, drawn as it is there. */
export function KeyMarkView({ mark }: { readonly mark: KeyMark }) {
  const theme = useTheme2();
  return (
    <svg width={18} height={18} aria-hidden>
      {mark.type === 'node' && <NodeMarkView mark={mark} theme={theme} />}
      {mark.type === 'line' && (
        <line
          x1={0}
          x2={18}
          y1={MIDDLE}
          y2={MIDDLE}
          stroke={mark.color ?? theme.colors.text.secondary}
          strokeWidth={2}
          strokeDasharray={mark.dash?.map((length) => length * 0.6).join(' ')}
        />
      )}
      {mark.type === 'count' && (
        <>
          <rect x={3} y={3} width={12} height={12} rx={2} fill={mapPalette(theme).label} />
          <text
            x={MIDDLE}
            y={12.5}
            fontSize={10}
            fontWeight={600}
            textAnchor="middle"
            fill={mapPalette(theme).stackText}
          >
            2
          </text>
        </>
      )}
    </svg>
  );
}

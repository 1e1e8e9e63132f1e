import { readFileSync } from 'fs';
import path from 'path';
import {
  dataFrameFromJSON,
  dateTime,
  FieldType,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type DataFrameJSON,
  type PanelData,
} from '@grafana/data';
import { FRAME_KIND } from '../frames/frameKind';
import { noMapping } from '../frames/mapping';
import type { LonLat, MapLink, MapNode, MeshData } from '../frames/model';
import { readMesh } from '../frames/readMesh';

const golden = path.resolve(__dirname, '../../../../collector/test/fixtures/frames');

/** Frames as the collector really answers; its own tests keep the files up to date. */
export function goldenFrames(name: string): DataFrame[] {
  const { results } = JSON.parse(readFileSync(path.join(golden, `${name}.json`), 'utf8')) as {
    results: Record<string, { frames: DataFrameJSON[] }>;
  };
  return Object.values(results).flatMap(({ frames }) => frames.map((frame) => dataFrameFromJSON(frame)));
}

export const goldenMesh = (...names: string[]): MeshData => readMesh(names.flatMap(goldenFrames), noMapping);

/** 2026-01-03T02:00:00Z, when the golden frames were asked for. */
export const NOW = Date.UTC(2026, 0, 3, 2);

export const emptyFrame = toDataFrame({ fields: [{ name: 'nodeId', type: FieldType.string, values: ['!00000001'] }] });

export function node(id: string, position: LonLat | undefined, rest: Partial<MapNode> = {}): MapNode {
  return {
    id,
    label: id,
    name: id,
    position,
    precisionBits: undefined,
    role: undefined,
    hardware: undefined,
    gateway: false,
    online: undefined,
    state: undefined,
    isEnd: false,
    lastHeard: undefined,
    firstHeard: undefined,
    altitude: undefined,
    ref: { frame: emptyFrame, row: 0 },
    ...rest,
  };
}

export function link(from: string, to: string, rest: Partial<MapLink> = {}): MapLink {
  return {
    id: `${from}>${to}`,
    from,
    to,
    kind: 'direct',
    start: [8, 47],
    end: [9, 48],
    lane: 0,
    value: -3,
    count: 10,
    firstSeen: undefined,
    lastSeen: NOW,
    valueField: undefined,
    ref: { frame: emptyFrame, row: 0 },
    ...rest,
  };
}

export function mesh(rest: Partial<MeshData>): MeshData {
  const nodes = rest.nodes ?? [];
  return {
    nodes,
    nodeById: new Map(nodes.map((each) => [each.id, each])),
    links: [],
    tracks: [],
    samples: [],
    own: new Map(),
    unplacedNodes: 0,
    unplacedLinks: [],
    ...rest,
  };
}

interface WaypointRow {
  readonly time?: number;
  readonly id?: number;
  readonly name?: string;
  readonly description?: string;
  readonly icon?: string;
  readonly latitude?: number | null;
  readonly longitude?: number;
  readonly fromId?: string;
  readonly fromName?: string | null;
  readonly expiresAt?: number;
  readonly geofenceRadius?: number;
  readonly geofenceWest?: number;
  readonly geofenceSouth?: number;
  readonly geofenceEast?: number;
  readonly geofenceNorth?: number;
}

/** A frame as the collector answers a waypoints query. */
export function waypointsFrame(rows: readonly WaypointRow[]): DataFrame {
  const field = (name: keyof WaypointRow, type: FieldType, standard: unknown) => ({
    name,
    type,
    values: rows.map((row) => (row[name] === undefined ? standard : row[name])),
  });
  return toDataFrame({
    name: 'waypoints',
    meta: { custom: { [FRAME_KIND]: 'waypoints' } },
    fields: [
      field('time', FieldType.time, NOW),
      field('id', FieldType.number, 1),
      field('name', FieldType.string, 'Summit'),
      field('description', FieldType.string, ''),
      field('icon', FieldType.string, ''),
      field('latitude', FieldType.number, 47),
      field('longitude', FieldType.number, 8),
      field('fromId', FieldType.string, '!10000001'),
      field('fromName', FieldType.string, 'HILL'),
      field('expiresAt', FieldType.time, null),
      field('geofenceRadius', FieldType.number, null),
      field('geofenceWest', FieldType.number, null),
      field('geofenceSouth', FieldType.number, null),
      field('geofenceEast', FieldType.number, null),
      field('geofenceNorth', FieldType.number, null),
    ],
  });
}

export function panelData(series: DataFrame[], state = LoadingState.Done): PanelData {
  const [from, to] = [dateTime(NOW - 6 * 3_600_000), dateTime(NOW)];
  return { state, series, timeRange: { from, to, raw: { from, to } } };
}

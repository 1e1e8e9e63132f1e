import type { DataFrame, Field } from '@grafana/data';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import type { FieldMapping } from './mapping';

/** Degrees, longitude first, as in GeoJSON. */
export type LonLat = readonly [longitude: number, latitude: number];

/** The row of a frame that a thing on the map was read from; its fields have data links, units and colors. */
export interface RowRef {
  readonly frame: DataFrame;
  readonly row: number;
}

export interface MapNode {
  readonly id: string;
  /** For labels: the short name, else the name, else the id. */
  readonly label: string;
  /** For lists and cards: the long name, else the short name, else the id. */
  readonly name: string;
  /** undefined: the position is unknown. */
  readonly position: LonLat | undefined;
  /** 1–31: the position is the center of a cell; 32 or undefined: exact, or not stated. */
  readonly precisionBits: number | undefined;
  readonly role: string | undefined;
  readonly hardware: string | undefined;
  readonly gateway: boolean;
  /** undefined: not reported. */
  readonly online: boolean | undefined;
  /** How its silence compares with how often it is heard; undefined: not reported. */
  readonly state: PresenceState | undefined;
  /** Known only as the end of a link: no frame lists it. */
  readonly isEnd: boolean;
  /** Unix milliseconds. */
  readonly lastHeard: number | undefined;
  readonly firstHeard: number | undefined;
  /** Meters above sea level. */
  readonly altitude: number | undefined;
  readonly ref: RowRef;
}

/** A directed link, whether or not the places of its ends are known. */
export interface LinkRow {
  /** Unique over all frames: ends, kind and, for doubles, a number. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** The number that colors the link, usually SNR in dB. */
  readonly value: number | undefined;
  /** dB above the decoding limit of the modem preset; undefined: not stated. */
  readonly margin?: number | undefined;
  readonly count: number | undefined;
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
  readonly valueField: Field | undefined;
  readonly ref: RowRef;
}

/** A link that can be drawn. */
export interface MapLink extends LinkRow {
  readonly start: LonLat;
  readonly end: LonLat;
  /** 0, 1, … among the links of one direction between two ends, so that each gets its own curve. */
  readonly lane: number;
}

export interface Fix {
  /** Unix milliseconds. */
  readonly time: number;
  readonly position: LonLat;
  readonly row: number;
}

export interface MapTrack {
  readonly nodeId: string;
  readonly name: string;
  /** Oldest first. */
  readonly fixes: readonly Fix[];
  readonly frame: DataFrame;
}

/** One measurement of the signal received from a position. */
export interface Sample {
  readonly position: LonLat;
  readonly snr: number | undefined;
  /** dB above the decoding limit of the modem preset; undefined: not stated. */
  readonly margin?: number | undefined;
  readonly count: number;
  readonly nodeId: string | undefined;
}

/** The mesh as read from the frames of one response. */
export interface MeshData {
  readonly nodes: readonly MapNode[];
  readonly nodeById: ReadonlyMap<string, MapNode>;
  readonly links: readonly MapLink[];
  readonly tracks: readonly MapTrack[];
  readonly samples: readonly Sample[];
  /** Data that layers read for themselves; `dataOf` finds it. */
  readonly own: ReadonlyMap<LayerData<unknown>, unknown>;
  /** Number of nodes that cannot be drawn because their position is unknown. */
  readonly unplacedNodes: number;
  /** Links that cannot be drawn because the position of an end is unknown. */
  readonly unplacedLinks: readonly LinkRow[];
}

export interface ReadContext {
  readonly mapping: FieldMapping;
  readonly nodeById: ReadonlyMap<string, MapNode>;
}

/** Data that one layer reads from frames of its own; nodes, links and tracks, which several layers need, are read for all. */
export interface LayerData<Data> {
  readonly id: string;
  /** Kinds that the collector declares its frames as. */
  readonly frameKinds: readonly string[];
  readonly empty: Data;
  /** Whether a frame of another data source, which declares no kind, is one of them. */
  recognizes?(frame: DataFrame): boolean;
  read(frames: readonly DataFrame[], context: ReadContext): Data;
  /** The data as it was at a moment of the past, for playback. */
  at?(data: Data, time: number): Data;
  /** Positions that "fit to data" shows if no node has one. */
  places?(data: Data): readonly LonLat[];
}

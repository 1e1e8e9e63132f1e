import type { DataFrame, Field } from '@grafana/data';

/** Kinds of frames the map reads; `other` is ignored. */
export type FrameKind = 'nodes' | 'links' | 'tracks' | 'hops' | 'packets' | 'waypoints' | 'other';

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
  /** Unix milliseconds. */
  readonly lastHeard: number | undefined;
  readonly firstHeard: number | undefined;
  /** Meters above sea level. */
  readonly altitude: number | undefined;
  readonly ref: RowRef;
}

export interface MapLink {
  /** Unique over all frames: ends, kind and, for doubles, a number. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly start: LonLat;
  readonly end: LonLat;
  /** 0, 1, … among the links of one direction between two ends, so that each gets its own curve. */
  readonly lane: number;
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

export interface RouteHop {
  readonly direction: 'towards' | 'back';
  /** 1, 2, … along the direction. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  /** undefined: the node or its position is unknown. */
  readonly start: LonLat | undefined;
  readonly end: LonLat | undefined;
  /** dB; undefined: not reported. */
  readonly snr: number | undefined;
  /** dB above the decoding limit of the modem preset; undefined: not stated. */
  readonly margin?: number | undefined;
  /** Kind of link the hop is evidence of, such as `internet`; undefined: not stated. */
  readonly kind: string | undefined;
  /** The way was only overheard: where it went on is not known. */
  readonly partial?: boolean;
  readonly ref: RowRef;
}

export interface MapRoute {
  readonly id: string;
  readonly time: number;
  /** Names of the origin and the destination; undefined: not stated. */
  readonly title?: string | undefined;
  readonly hops: readonly RouteHop[];
}

export interface MapWaypoint {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** An emoji; empty: none was chosen. */
  readonly icon: string;
  readonly position: LonLat;
  /** Unix milliseconds of the last change. */
  readonly time: number | undefined;
  /** Unix milliseconds; undefined: never. */
  readonly expiresAt: number | undefined;
  /** Name of the node that shared it, else its id. */
  readonly origin: string | undefined;
  readonly ref: RowRef;
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
  readonly routes: readonly MapRoute[];
  readonly samples: readonly Sample[];
  readonly waypoints: readonly MapWaypoint[];
  /** Numbers of nodes and links that cannot be drawn because a position is unknown. */
  readonly unplacedNodes: number;
  readonly unplacedLinks: number;
}

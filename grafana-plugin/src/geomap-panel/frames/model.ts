import type { DataFrame, Field } from '@grafana/data';

/** Degrees, longitude first, as in GeoJSON. */
export type LonLat = readonly [longitude: number, latitude: number];

/** Where a thing on the map comes from: its row keeps links, units and colours. */
export interface RowRef {
  readonly frame: DataFrame;
  readonly row: number;
}

export interface MapNode {
  readonly id: string;
  /** What labels show: the short name, else the name, else the id. */
  readonly label: string;
  /** What lists and cards show. */
  readonly name: string;
  /** undefined: the node is known, its place is not. */
  readonly position: LonLat | undefined;
  /** 1–31: the position is the centre of a cell; 32 or undefined: exact, or not stated. */
  readonly precisionBits: number | undefined;
  readonly role: string | undefined;
  readonly hardware: string | undefined;
  readonly gateway: boolean;
  /** undefined: the source does not say. */
  readonly online: boolean | undefined;
  /** Unix milliseconds. */
  readonly lastHeard: number | undefined;
  readonly firstHeard: number | undefined;
  /** Metres above sea level. */
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
  /** The number that colours the link, usually SNR in dB. */
  readonly value: number | undefined;
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
  /** undefined: nobody knows where that node is, or which it is. */
  readonly start: LonLat | undefined;
  readonly end: LonLat | undefined;
  /** dB; undefined: not told. */
  readonly snr: number | undefined;
  readonly ref: RowRef;
}

export interface MapRoute {
  readonly id: string;
  readonly time: number;
  readonly hops: readonly RouteHop[];
}

/** One observation of how well something was heard at a place. */
export interface Sample {
  readonly position: LonLat;
  readonly snr: number | undefined;
  readonly count: number;
  readonly nodeId: string | undefined;
}

/** Everything the frames of one answer say about the mesh. */
export interface MeshData {
  readonly nodes: readonly MapNode[];
  readonly nodeById: ReadonlyMap<string, MapNode>;
  readonly links: readonly MapLink[];
  readonly tracks: readonly MapTrack[];
  readonly routes: readonly MapRoute[];
  readonly samples: readonly Sample[];
  /** Rows that name an end or a place nobody knows, and so cannot be drawn. */
  readonly unplacedNodes: number;
  readonly unplacedLinks: number;
}

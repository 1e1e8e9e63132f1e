import type { FeatureLike } from 'ol/Feature';
import type { Description } from '../describe/description';
import type { DescribeContext } from '../describe/fieldRows';
import type { MapNode, MeshData } from '../frames/model';

export interface DescribeOptions extends DescribeContext {
  readonly mesh: MeshData;
  readonly colorBy: string;
  /** For tracks: the row of the fix nearest to the pointer. */
  readonly row: number | undefined;
}

/** One row of a thing that has many, the one nearest to the pointer. */
export interface NearestRow {
  readonly row: number;
  readonly time: number;
}

/** How things of one kind are hit, described and selected. A layer has a kind for each sort of thing it draws. */
export interface ItemKind<Thing> {
  readonly type: string;
  /** Priority under the pointer; the lowest wins. */
  readonly rank: number;
  /** Text of the tooltip and of the card. */
  describe(thing: Thing, options: DescribeOptions): Description;
  /** Distance in pixels from its center or line at which it is hit; without: a few pixels. */
  reach?(thing: Thing, feature: FeatureLike): number;
  /** The nodes a thing stands for: a click selects them. Without: a click opens the card of the thing. */
  nodes?(thing: Thing): readonly MapNode[];
  nearestRow?(thing: Thing, coordinate: readonly number[]): NearestRow | undefined;
}

/** A thing on the map that can be hovered and clicked. */
export interface MapItem<Thing = unknown> {
  readonly kind: ItemKind<Thing>;
  readonly thing: Thing;
}

/** Distance in pixels at which a line or an area is hit. */
export const TOLERANCE_PX = 5;

/** Feature property with the `MapItem`. */
export const ITEM = 'item';
export const itemOf = (feature: FeatureLike) => feature.get(ITEM) as MapItem | undefined;

/** The thing of an item of this kind; undefined for items of other kinds. */
export function thingOf<Thing>(item: MapItem | undefined, kind: ItemKind<Thing>): Thing | undefined {
  return item?.kind === kind ? (item.thing as Thing) : undefined;
}

export const describeItem = ({ kind, thing }: MapItem, options: DescribeOptions): Description =>
  kind.describe(thing, options);

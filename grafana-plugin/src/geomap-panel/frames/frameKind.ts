import type { DataFrame } from '@grafana/data';
import { guessKind } from './guessKind';
import type { FieldMapping } from './mapping';
import type { FrameKind } from './model';

/** Property of `meta.custom` in which a frame declares its kind. */
export const FRAME_KIND = 'frameKind';

/** Declared kinds that the map reads. */
const declaredKinds: ReadonlyMap<unknown, FrameKind> = new Map<unknown, FrameKind>([
  ['nodes', 'nodes'],
  ['gateways', 'nodes'],
  ['links', 'links'],
  ['linkpairs', 'links'],
  ['edges', 'links'],
  ['positions', 'tracks'],
  ['hops', 'hops'],
  ['packets', 'packets'],
  ['waypoints', 'waypoints'],
]);

/** The declared kind of a frame. Only frames of other data sources, which declare none, are guessed by their fields. */
export function frameKindOf(frame: DataFrame, mapping: FieldMapping): FrameKind {
  const declared: unknown = frame.meta?.custom?.[FRAME_KIND];
  return declared === undefined ? guessKind(frame, mapping) : (declaredKinds.get(declared) ?? 'other');
}

import type { DataFrame } from '@grafana/data';
import { layerData } from '../layers/options';
import { guessKind } from './guessKind';
import type { FieldMapping } from './mapping';

/** Property of `meta.custom` in which a frame declares its kind. */
export const FRAME_KIND = 'frameKind';

/** Kinds of frames that several layers need, by the kinds that the collector declares. */
const sharedKinds: ReadonlyArray<readonly [declared: string, kind: string]> = [
  ['nodes', 'nodes'],
  ['gateways', 'nodes'],
  ['links', 'links'],
  ['linkpairs', 'links'],
  ['edges', 'links'],
  ['positions', 'tracks'],
  ['packets', 'packets'],
];
const declaredKinds: ReadonlyMap<unknown, string> = new Map([
  ...sharedKinds,
  ...layerData.flatMap(({ id, frameKinds }) => frameKinds.map((declared) => [declared, id] as const)),
]);

/**
 * `nodes`, `links`, `tracks`, `packets`, or the id of the data of a layer; `other` is ignored. Only frames of other data
 * sources, which declare no kind, are guessed by their fields.
 */
export function frameKindOf(frame: DataFrame, mapping: FieldMapping): string {
  const declared: unknown = frame.meta?.custom?.[FRAME_KIND];
  return declared === undefined ? guessKind(frame, mapping) : (declaredKinds.get(declared) ?? 'other');
}

import type { DataFrame } from '@grafana/data';
import { layerData } from '../layers/options';
import { findField, textAt, timeField } from './fields';
import { hasField as has } from './layerData';
import type { FieldMapping } from './mapping';

/** Whether a node has more than one row: the frame is a history then, not a list. */
function hasRepeatedIds(frame: DataFrame, mapping: FieldMapping): boolean {
  const ids = findField(frame, 'nodeId', mapping.nodeId) ?? findField(frame, 'longName', mapping.name);
  const seen = new Set<string>();
  for (let row = 0; row < frame.length; row += 1) {
    const id = textAt(ids, row) ?? '';
    if (seen.has(id)) {
      return true;
    }
    seen.add(id);
  }
  return false;
}

function isLinks(frame: DataFrame, mapping: FieldMapping): boolean {
  const source = findField(frame, 'source', mapping.linkSource);
  const target = findField(frame, 'target', mapping.linkTarget);
  if (source === undefined || target === undefined) {
    return false;
  }
  const mapped = mapping.linkSource !== '' && mapping.linkTarget !== '' && source.name === mapping.linkSource;
  const placed = findField(frame, 'sourceLatitude') !== undefined && findField(frame, 'targetLatitude') !== undefined;
  return mapped || placed || frame.name === 'edges' || frame.name === 'links' || !has(frame, 'packetId');
}

/** Guesses the kind of a frame that does not declare one, by its field names; the frame's name decides where they do not. */
export function guessKind(frame: DataFrame, mapping: FieldMapping): string {
  if (frame.length === 0) {
    return 'other';
  }
  const own = layerData.find((data) => data.recognizes?.(frame) === true);
  if (own !== undefined) {
    return own.id;
  }
  if (has(frame, 'route') && has(frame, 'fromId')) {
    return 'other';
  }
  if (isLinks(frame, mapping)) {
    return 'links';
  }
  if (has(frame, 'packetId') && has(frame, 'fromId') && has(frame, 'snr')) {
    return 'packets';
  }
  const latitude = findField(frame, 'latitude', mapping.latitude);
  const longitude = findField(frame, 'longitude', mapping.longitude);
  if (latitude === undefined || longitude === undefined) {
    return 'other';
  }
  const isTrack =
    timeField(frame, mapping.time) !== undefined && (frame.name === 'positions' || hasRepeatedIds(frame, mapping));
  return isTrack ? 'tracks' : 'nodes';
}

import type { DataFrame } from '@grafana/data';
import { findField, textAt, timeField } from './fields';
import type { FieldMapping } from './mapping';

export type FrameKind = 'nodes' | 'links' | 'tracks' | 'hops' | 'packets' | 'other';

const has = (frame: DataFrame, name: string) => frame.fields.some((field) => field.name === name);

/** The same node in two rows: a history, not a list. */
function repeats(frame: DataFrame, mapping: FieldMapping): boolean {
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

/** What a frame is about, by its fields; names only settle what fields leave open. */
export function classify(frame: DataFrame, mapping: FieldMapping): FrameKind {
  if (frame.length === 0) {
    return 'other';
  }
  if (has(frame, 'hop') && has(frame, 'direction') && has(frame, 'fromId')) {
    return 'hops';
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
    timeField(frame, mapping.time) !== undefined && (frame.name === 'positions' || repeats(frame, mapping));
  return isTrack ? 'tracks' : 'nodes';
}

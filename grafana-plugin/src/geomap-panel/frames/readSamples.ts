import type { DataFrame } from '@grafana/data';
import { findField, numberAt, positionAt, textAt } from './fields';
import type { FieldMapping } from './mapping';
import type { MapLink, MapNode, Sample } from './model';

/** Packets say who was heard how well; where that was, the node or its track knows. */
export function samplesOfPackets(frame: DataFrame, nodeById: ReadonlyMap<string, MapNode>): Sample[] {
  const [from, snr, gateways] = ['fromId', 'snr', 'gateways'].map((name) => frame.fields.find((f) => f.name === name));
  return Array.from({ length: frame.length }, (_unused, row) => {
    const nodeId = textAt(from, row) ?? '';
    const position = nodeById.get(nodeId)?.position;
    return position && { position, snr: numberAt(snr, row), count: numberAt(gateways, row) ?? 1, nodeId };
  }).filter((sample) => sample !== undefined);
}

/** Tracks and lists of other sources may carry their own SNR beside the place. */
export function samplesOfPlaces(frame: DataFrame, mapping: FieldMapping): Sample[] {
  const snr = findField(frame, 'snr');
  const latitude = findField(frame, 'latitude', mapping.latitude);
  const longitude = findField(frame, 'longitude', mapping.longitude);
  const count = frame.fields.find(({ name }) => name === 'count' || name === 'packets');
  const ids = findField(frame, 'nodeId', mapping.nodeId);
  if (snr === undefined) {
    return [];
  }
  return Array.from({ length: frame.length }, (_unused, row) => {
    const [position, value] = [positionAt(latitude, longitude, row), numberAt(snr, row)];
    return position && value !== undefined
      ? { position, snr: value, count: numberAt(count, row) ?? 1, nodeId: textAt(ids, row) }
      : undefined;
  }).filter((sample) => sample !== undefined);
}

/** A direct link is a reception: the sender's place was covered by who heard it. */
export function samplesOfLinks(links: readonly MapLink[]): Sample[] {
  return links
    .filter(({ kind }) => kind.includes('direct'))
    .map(({ start, value, count, from }) => ({ position: start, snr: value, count: count ?? 1, nodeId: from }));
}

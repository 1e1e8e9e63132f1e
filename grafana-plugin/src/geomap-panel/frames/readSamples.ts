import type { DataFrame } from '@grafana/data';
import { findField, numberAt, positionAt, textAt } from './fields';
import type { FieldMapping } from './mapping';
import type { MapLink, MapNode, Sample } from './model';

/** Samples of a packets frame, at the positions of the sending nodes. */
export function samplesOfPackets(frame: DataFrame, nodeById: ReadonlyMap<string, MapNode>): Sample[] {
  const [from, snr, margin, gateways] = ['fromId', 'snr', 'margin', 'gateways'].map((name) =>
    frame.fields.find((f) => f.name === name),
  );
  return Array.from({ length: frame.length }, (_unused, row) => {
    const nodeId = textAt(from, row) ?? '';
    const position = nodeById.get(nodeId)?.position;
    return (
      position && {
        position,
        snr: numberAt(snr, row),
        margin: numberAt(margin, row),
        count: numberAt(gateways, row) ?? 1,
        nodeId,
      }
    );
  }).filter((sample) => sample !== undefined);
}

/** Samples of a frame that has an SNR beside each position. */
export function samplesOfPlaces(frame: DataFrame, mapping: FieldMapping): Sample[] {
  const snr = findField(frame, 'snr');
  const margin = findField(frame, 'margin');
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
      ? {
          position,
          snr: value,
          margin: numberAt(margin, row),
          count: numberAt(count, row) ?? 1,
          nodeId: textAt(ids, row),
        }
      : undefined;
  }).filter((sample) => sample !== undefined);
}

/** Samples of direct links, at the positions of the origins. */
export function samplesOfLinks(links: readonly MapLink[]): Sample[] {
  return links
    .filter(({ kind }) => kind.includes('direct'))
    .map(({ start, value, margin, count, from }) => ({
      position: start,
      snr: value,
      margin,
      count: count ?? 1,
      nodeId: from,
    }));
}

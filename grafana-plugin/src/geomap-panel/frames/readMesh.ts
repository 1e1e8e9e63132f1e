import type { DataFrame } from '@grafana/data';
import { layerData } from '../layers/options';
import { frameKindOf } from './frameKind';
import type { FieldMapping } from './mapping';
import type { MapNode, MapTrack, MeshData } from './model';
import { readLinks } from './readLinks';
import { mergeNode, readNodes } from './readNodes';
import { samplesOfLinks, samplesOfPackets, samplesOfPlaces } from './readSamples';
import { readTracks } from './readTracks';
import { unlistedNode } from './unlistedNode';

/** Makes a node of a track whose node is in no other frame; its position is the last one of the track. */
function nodeOfTrack({ nodeId: id, name, fixes, frame }: MapTrack): MapNode | undefined {
  const last = fixes.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const { position, time, row } = last;
  return unlistedNode({ id, label: name, name, position, lastHeard: time, ref: { frame, row } });
}

function collectNodes(frames: readonly DataFrame[], mapping: FieldMapping, tracks: readonly MapTrack[]) {
  const nodeById = new Map<string, MapNode>();
  for (const node of frames.flatMap((frame) => readNodes(frame, mapping))) {
    const known = nodeById.get(node.id);
    nodeById.set(node.id, known === undefined ? node : mergeNode(known, node));
  }
  for (const track of tracks) {
    const node = nodeOfTrack(track);
    const known = nodeById.get(track.nodeId);
    if (node !== undefined && known?.position === undefined) {
      nodeById.set(node.id, known === undefined ? node : mergeNode(known, node));
    }
  }
  return nodeById;
}

/** Reads nodes, links, tracks, receptions and what layers read for themselves from the frames of a response. */
export function readMesh(series: readonly DataFrame[], mapping: FieldMapping): MeshData {
  const byKind = new Map<string, DataFrame[]>();
  for (const frame of series) {
    const kind = frameKindOf(frame, mapping);
    byKind.set(kind, [...(byKind.get(kind) ?? []), frame]);
  }
  const of = (kind: string): readonly DataFrame[] => byKind.get(kind) ?? [];
  const tracks = of('tracks').flatMap((frame) => readTracks(frame, mapping));
  const nodeById = collectNodes(of('nodes'), mapping, tracks);
  const { links, unplaced, ends } = readLinks(of('links'), mapping, nodeById);
  for (const end of ends) {
    nodeById.set(end.id, end);
  }
  const heard = [
    ...of('packets').flatMap((frame) => samplesOfPackets(frame, nodeById)),
    ...of('tracks').flatMap((frame) => samplesOfPlaces(frame, mapping)),
    ...samplesOfLinks(links),
  ];
  const nodes = [...nodeById.values()];
  return {
    nodes,
    nodeById,
    links,
    tracks,
    samples: heard.length > 0 ? heard : of('nodes').flatMap((frame) => samplesOfPlaces(frame, mapping)),
    own: new Map(layerData.map((data) => [data, data.read(of(data.id), { mapping, nodeById })])),
    unplacedNodes: nodes.filter(({ position, isEnd }) => position === undefined && !isEnd).length,
    unplacedLinks: unplaced,
  };
}

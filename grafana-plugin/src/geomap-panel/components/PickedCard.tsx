import React from 'react';
import type { InterpolateFunction } from '@grafana/data';
import type OlMap from 'ol/Map';
import { actionsOfRow } from '../describe/fieldActions';
import { describeItem } from '../layers/item';
import { linksOfRow, type DescribeContext } from '../describe/fieldRows';
import type { MeshData } from '../frames/model';
import type { Narrowing } from '../hooks/useNarrowing';
import type { MapState } from '../hooks/useMapState';
import { goTo } from '../map/view';
import { ItemCard } from './ItemCard';
import { NodeCard } from './NodeCard';
import { SelectionCard } from './SelectionCard';

/** Zoom at which a node found by the search is shown. */
export const NODE_ZOOM = 12;

export interface PickedCardProps {
  readonly map: OlMap;
  readonly mesh: MeshData;
  readonly state: MapState;
  readonly context: DescribeContext;
  readonly isNarrow: boolean;
  readonly narrowing: Narrowing | undefined;
  readonly replaceVariables: InterpolateFunction;
  readonly onShow: (nodeId: string) => void;
}

/** Card of the selection: one node, several nodes, or another thing on the map. */
export function PickedCard({
  map,
  mesh,
  state,
  context,
  isNarrow,
  narrowing,
  replaceVariables,
  onShow,
}: PickedCardProps) {
  const { selected, pinned, below, followed, select, toggleFollow } = state;
  const close = () => select([]);
  if (pinned !== undefined) {
    const description = describeItem(pinned, { ...context, mesh, colorBy: '', row: undefined });
    const { ref } = description;
    return (
      <ItemCard
        description={description}
        links={ref === undefined ? [] : linksOfRow(ref)}
        actions={ref === undefined ? [] : actionsOfRow(ref, replaceVariables)}
        onClose={close}
      />
    );
  }
  const nodes = [...selected].map((id) => mesh.nodeById.get(id)).filter((node) => node !== undefined);
  const [node] = nodes;
  if (node === undefined) {
    return null;
  }
  if (nodes.length > 1) {
    return <SelectionCard nodes={nodes} narrowing={narrowing} onShow={onShow} onClose={close} />;
  }
  return (
    <NodeCard
      node={node}
      mesh={mesh}
      context={context}
      below={below.filter(({ id }) => id !== node.id)}
      isFollowed={followed === node.id}
      isNarrow={isNarrow}
      narrowing={narrowing}
      replaceVariables={replaceVariables}
      onClose={close}
      onFollow={() => toggleFollow(node.id)}
      onShow={onShow}
      onCenter={() => node.position && goTo(map, node.position, NODE_ZOOM)}
    />
  );
}

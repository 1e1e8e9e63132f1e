import { t } from '@grafana/i18n';
import { describeNodes, precisionText } from '../../describe/nodes';
import type { MapNode } from '../../frames/model';
import type { PrecisionCell } from '../../geo/precision';
import type { ItemKind } from '../item';

export interface SharedCell {
  readonly cell: PrecisionCell;
  readonly nodes: readonly MapNode[];
}

const cellTitle = (node: MapNode | undefined) =>
  t('describe.cell', 'Position precision {{precision}}', { precision: (node && precisionText(node)) ?? '' });

export const cellItem: ItemKind<SharedCell> = {
  type: 'cell',
  rank: 60,
  describe: ({ nodes }) => describeNodes(cellTitle(nodes[0]), nodes),
  nodes: ({ nodes }) => nodes,
};

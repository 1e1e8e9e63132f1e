import { isolated } from '@mesh-observatory/contract/isolated';
import { t } from '@grafana/i18n';
import type { MapNode } from '../frames/model';
import { cellErrorM } from '../geo/precision';
import { plainRow, type Description } from './description';
import { formatDistance } from './format';

export const nodeCount = (count: number) =>
  t('describe.node-count', '{{count}} nodes', { count, defaultValue_one: '{{count}} node' });

export function precisionText(node: Pick<MapNode, 'position' | 'precisionBits'>): string | undefined {
  if (node.position === undefined || node.precisionBits === undefined || node.precisionBits >= 24) {
    return undefined;
  }
  const { northSouth } = cellErrorM(node.position[1], node.precisionBits);
  return node.precisionBits < 1 ? undefined : `± ${formatDistance(northSouth)}`;
}

const MAX_NAMES = 6;

function nameList(nodes: readonly MapNode[]): string {
  const names = nodes
    .slice(0, MAX_NAMES)
    .map(({ label }) => isolated(label))
    .join(', ');
  const count = nodes.length - MAX_NAMES;
  return count <= 0
    ? names
    : t('describe.more-names', '{{names}} and {{count}} more', {
        names,
        count,
        defaultValue_one: '{{names}} and {{count}} more',
        interpolation: { escapeValue: false },
      });
}

/** Several nodes as one thing: a cluster, or those of one cell. */
export function describeNodes(title: string, nodes: readonly MapNode[]): Description {
  const online = nodes.filter((node) => node.online === true).length;
  const isKnown = nodes.some((node) => node.online !== undefined);
  return {
    title,
    subtitle: nodeCount(nodes.length),
    color: undefined,
    rows: [
      ...(isKnown ? [plainRow(t('describe.online', 'Online'), String(online))] : []),
      plainRow(t('describe.nodes', 'Nodes'), nameList(nodes)),
    ],
    ref: undefined,
  };
}

import { t } from '@grafana/i18n';
import { formatRole } from '../../describe/format';
import { isCoarse } from '../../geo/precision';
import { alarmOf, shapeOfRole, type MarkerShape } from '../../scene/nodeLook';
import { isPlaced } from '../../scene/scene';
import type { KeyEntry, KeyMark, LayerState, NodeMark } from '../layer';

/** Roles by the shape that stands for them, of the nodes there are. */
function rolesByShape(roles: readonly string[]): Map<MarkerShape, string[]> {
  const shapes = new Map<MarkerShape, string[]>();
  for (const role of [...new Set(roles)].sort()) {
    const shape = shapeOfRole(role);
    shapes.set(shape, [...(shapes.get(shape) ?? []), role]);
  }
  return shapes;
}

/** Meaning of the shapes, outlines and numbers of the nodes that are on the map. */
export function nodesKey({ options: { nodes: options }, scene }: LayerState): KeyEntry[] {
  const nodes = scene.mesh.nodes.filter(isPlaced);
  const known = nodes.filter(({ isEnd }) => !isEnd);
  const roles = options.roleShapes ? known.map(({ role }) => role).filter((role) => role !== undefined) : [];
  const entry = (isThere: boolean, mark: KeyMark, label: string): KeyEntry[] => (isThere ? [{ mark, label }] : []);
  const node = (rest: Partial<NodeMark> = {}): NodeMark => ({ type: 'node', shape: 'circle', ...rest });
  return [
    ...[...rolesByShape(roles)].map(([shape, names]) => ({
      mark: node({ shape }),
      label: names.map(formatRole).join(', '),
    })),
    ...entry(
      options.markGateways && known.some(({ gateway }) => gateway),
      node({ ring: 'gateway' }),
      t('key.gateway', 'Gateway'),
    ),
    ...entry(
      known.some(({ precisionBits }) => isCoarse(precisionBits)),
      node({ hollow: true }),
      t('key.coarse', 'Hollow: approximate position'),
    ),
    ...entry(
      known.some((each) => alarmOf(each) === 'silent'),
      node({ ring: 'silent' }),
      t('key.silent', 'Silent'),
    ),
    ...entry(
      known.some((each) => alarmOf(each) === 'late'),
      node({ ring: 'late' }),
      t('key.late', 'Late'),
    ),
    ...entry(
      nodes.some(({ isEnd }) => isEnd),
      node({ dim: true }),
      t('key.end', 'Other end of a link, not among the nodes shown'),
    ),
    ...(options.clusters && nodes.length > 1
      ? [{ mark: { type: 'count' as const }, label: t('key.stack', 'Nodes on top of each other') }]
      : []),
  ];
}

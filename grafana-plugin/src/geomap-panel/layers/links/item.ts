import { isolated } from '@mesh-observatory/contract/isolated';
import { t } from '@grafana/i18n';
import { fieldRow, fieldRows } from '../../describe/fieldRows';
import { formatBearing, formatDistance } from '../../describe/format';
import type { Description } from '../../describe/description';
import type { MapLink, MeshData } from '../../frames/model';
import { bearingDeg, distanceM } from '../../geo/sphere';
import { isRadioLink, linkColor } from '../../scene/signal';
import type { DescribeOptions, ItemKind } from '../item';

const nameOf = (mesh: MeshData, id: string) => mesh.nodeById.get(id)?.label ?? id;

function describeLink(link: MapLink, { mesh, ...context }: DescribeOptions): Description {
  const value = link.valueField && fieldRow(link.ref, link.valueField, context);
  const shown = new Set([link.valueField?.name, 'fromId', 'toId', 'fromName', 'toName', 'source', 'target', 'id']);
  const rest = fieldRows(link.ref, context).filter(
    ({ name }) => !shown.has(name) && !/latitude|longitude|color|thickness|longname|snravg/i.test(name),
  );
  return {
    title: `${isolated(nameOf(mesh, link.from))} → ${isolated(nameOf(mesh, link.to))}`,
    subtitle: isRadioLink(link.kind)
      ? `${formatDistance(distanceM(link.start, link.end))} · ${formatBearing(bearingDeg(link.start, link.end))}`
      : t('describe.internet', 'Internet: no radio link'),
    color: linkColor(link, context.theme),
    rows: [...(value === undefined ? [] : [{ ...value, color: linkColor(link, context.theme) }]), ...rest],
    ref: link.ref,
  };
}

export const linkItem: ItemKind<MapLink> = { type: 'link', rank: 40, describe: describeLink };

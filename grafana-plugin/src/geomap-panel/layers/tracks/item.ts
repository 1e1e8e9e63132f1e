import { t } from '@grafana/i18n';
import { plainRow, type Description } from '../../describe/description';
import { fieldRows } from '../../describe/fieldRows';
import { formatDistance, formatMoment } from '../../describe/format';
import type { MapTrack } from '../../frames/model';
import { distanceM } from '../../geo/sphere';
import type { DescribeOptions, ItemKind } from '../item';
import { nearestFix } from './nearestFix';

const positionCount = (count: number) =>
  t('describe.position-count', '{{count}} positions', { count, defaultValue_one: '{{count}} position' });

function describeTrack(track: MapTrack, { row, ...context }: DescribeOptions): Description {
  const [first, last] = [track.fixes[0], track.fixes.at(-1)];
  const length = track.fixes
    .slice(1)
    .reduce((sum, fix, index) => sum + distanceM(track.fixes[index]?.position ?? fix.position, fix.position), 0);
  const ref = row === undefined ? undefined : { frame: track.frame, row };
  const skipped = /^(nodeId|shortName|latitude|longitude|precisionBits)$/;
  return {
    title: track.name,
    subtitle: `${positionCount(track.fixes.length)} · ${formatDistance(length)}`,
    color: undefined,
    rows:
      ref === undefined
        ? [
            plainRow(t('describe.from', 'From'), formatMoment(first?.time ?? 0, context.at, context.timeZone)),
            plainRow(t('describe.to', 'To'), formatMoment(last?.time ?? 0, context.at, context.timeZone)),
          ]
        : fieldRows(ref, context).filter(({ name }) => !skipped.test(name)),
    ref,
  };
}

export const trackItem: ItemKind<MapTrack> = {
  type: 'track',
  rank: 50,
  describe: describeTrack,
  nearestRow: nearestFix,
};

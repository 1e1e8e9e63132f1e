import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Link } from '@mesh-observatory/contract/resources';
import { longNameOf, shortNameOf, readLinkEnds, type Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { idColumn, nameColumn, type FrameBuilder, type FrameContext } from '../frames/context.js';
import { hidden, snrConfig, unitConfig } from '../frames/field-config.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';
import { linkConditions } from '../frames/conditions.js';

function endColumns(context: FrameContext, directory: Directory): Column<Link>[] {
  const coordinate = (
    name: string,
    displayName: string,
    end: 'fromId' | 'toId',
    part: 'latitude' | 'longitude',
  ): Column<Link> => ({
    name,
    type: 'number',
    config: { displayName, decimals: 5 },
    value: (link) => directory.get(link[end])?.[part] ?? null,
  });
  return [
    idColumn(context, 'fromId', 'From', (link) => link.fromId),
    nameColumn(context, 'fromName', 'From name', 'fromId', (link) => shortNameOf(directory, link.fromId)),
    nameColumn(context, 'fromLongName', 'From long name', 'fromId', (link) => longNameOf(directory, link.fromId)),
    idColumn(context, 'toId', 'To', (link) => link.toId),
    nameColumn(context, 'toName', 'To name', 'toId', (link) => shortNameOf(directory, link.toId)),
    nameColumn(context, 'toLongName', 'To long name', 'toId', (link) => longNameOf(directory, link.toId)),
    coordinate('sourceLatitude', 'From latitude', 'fromId', 'latitude'),
    coordinate('sourceLongitude', 'From longitude', 'fromId', 'longitude'),
    coordinate('targetLatitude', 'To latitude', 'toId', 'latitude'),
    coordinate('targetLongitude', 'To longitude', 'toId', 'longitude'),
  ];
}

/** One row per directed link and kind of evidence. */
export const buildLinks: FrameBuilder<'links'> = (context) => {
  const { query } = context;
  const limit = query.limit ?? queryDefinitions.links.limit.default;
  const links = newestLinks(context.reader, linkConditions(context), limit + 1);
  const directory = readLinkEnds(context.reader, links);
  const snr = snrConfig(query.thresholds);
  return [
    buildFrame<Link>({
      kind: 'links',
      refId: query.refId,
      notices: truncation(links.length > limit, `Only the ${limit} links seen last are shown.`),
      columns: [
        ...endColumns(context, directory),
        { name: 'kind', type: 'string', config: { displayName: 'Kind' }, value: (link) => link.kind },
        { name: 'snr', type: 'number', config: { displayName: 'SNR', ...snr }, value: (link) => link.snr },
        { name: 'snrAvg', type: 'number', config: { displayName: 'Mean SNR', ...snr }, value: (link) => link.snrAvg },
        {
          name: 'rssi',
          type: 'number',
          config: { displayName: 'RSSI', ...unitConfig('dBm') },
          value: (link) => link.rssi,
        },
        {
          name: 'count',
          type: 'number',
          config: { displayName: 'Count', unit: COUNT_UNIT, decimals: 0 },
          value: (l) => l.count,
        },
        { name: 'firstSeen', type: 'time', config: { displayName: 'First seen' }, value: (link) => link.firstSeen },
        {
          name: 'snrAt',
          type: 'time',
          config: { displayName: 'SNR from', ...hidden },
          value: (link) => link.snrAt,
        },
        { name: 'lastSeen', type: 'time', config: { displayName: 'Last seen' }, value: (link) => link.lastSeen },
      ],
      rows: links.slice(0, limit),
    }),
  ];
};

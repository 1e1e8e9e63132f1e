import { linkKindNames, type LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { Link } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { longNameOf, readDirectory, shortNameOf } from '../directory.js';
import type { Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { inScope, resolveScope } from '../scope.js';
import type { Scope } from '../scope.js';
import { allOf, isOneOf, sql } from '../sql.js';
import type { Sql } from '../sql.js';
import { idColumn, nameColumn } from './context.js';
import type { ContextWith, FrameBuilder, FrameContext } from './context.js';
import { snrConfig, unitConfig } from './field-config.js';
import { buildFrame, tableMeta, truncation } from './frame.js';
import type { Column } from './frame.js';

const DEFAULT_LIMIT = 5000;

function kindsAsked({ query }: ContextWith<'linkKinds'>, scope: Scope): LinkKind[] {
  const asked = query.linkKinds.length === 0 ? linkKindNames : query.linkKinds;
  return asked.filter(scope.hasKind);
}

/** Links (`l`) seen in the range with an end in scope. */
export function linksAsked(context: ContextWith<'linkKinds'>): Sql {
  const { reader, range } = context;
  const scope = resolveScope(reader, context.query);
  const either = (nums: readonly number[] | null) =>
    sql`(${inScope(sql`l.from_num`, nums)} OR ${inScope(sql`l.to_num`, nums)})`;
  return allOf([
    sql`l.last_seen >= ${range.from} AND l.first_seen < ${range.to}`,
    isOneOf(sql`l.kind`, kindsAsked(context, scope)),
    either(scope.nodes),
    either(scope.gateways),
  ]);
}

/** Everybody these links mention. */
export function directoryOf(context: FrameContext, links: readonly Link[]): Directory {
  const ends = links.flatMap(({ fromId, toId }) => [parseNodeId(fromId) ?? 0, parseNodeId(toId) ?? 0]);
  return readDirectory(context.reader, ends);
}

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

/** Who heard whom, one row per directed link and kind of evidence. */
export const buildLinks: FrameBuilder<'links'> = (context) => {
  const { query } = context;
  const limit = query.limit ?? DEFAULT_LIMIT;
  const links = newestLinks(context.reader, linksAsked(context), limit + 1);
  const directory = directoryOf(context, links);
  const snr = snrConfig(query.thresholds);
  return [
    buildFrame<Link>({
      name: 'links',
      refId: query.refId,
      meta: tableMeta,
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
          config: { displayName: 'Count', unit: 'short', decimals: 0 },
          value: (l) => l.count,
        },
        { name: 'firstSeen', type: 'time', config: { displayName: 'First seen' }, value: (link) => link.firstSeen },
        { name: 'lastSeen', type: 'time', config: { displayName: 'Last seen' }, value: (link) => link.lastSeen },
      ],
      rows: links.slice(0, limit),
    }),
  ];
};

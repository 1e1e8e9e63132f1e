import { findingColumns } from '@mesh-observatory/contract/queries/findings';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { findingKindNames, findingKinds, type FindingKind } from '@mesh-observatory/contract/findings';
import { longNameOf, readDirectory, shortNameOf } from '../directory.js';
import { nodeId } from '../../rows/node-id.js';
import { nodesHeard, resolveScope } from '../scope.js';
import { columnsOf } from '../frames/columns.js';
import { lastWeekOf, type FrameBuilder, type ContextOf } from '../frames/context.js';
import {
  findOpenChannels,
  findPrecisePositions,
  findReadableDirectMessages,
} from '../frames/findings/channel-findings.js';
import type { Finder, Finding } from '../frames/findings/finding.js';
import {
  findAlternatingKeys,
  findChangedKeys,
  findDuplicateKeys,
  findWeakKeys,
} from '../frames/findings/key-findings.js';
import { findWrongClocks } from '../frames/findings/clock-findings.js';
import { findBorrowedNames } from '../frames/findings/name-findings.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const finders: readonly { readonly kinds: readonly FindingKind[]; readonly find: Finder }[] = [
  { kinds: ['duplicate_key'], find: findDuplicateKeys },
  { kinds: ['weak_key'], find: findWeakKeys },
  { kinds: ['key_changed'], find: findChangedKeys },
  { kinds: ['impersonation'], find: findAlternatingKeys },
  { kinds: ['impersonation'], find: findBorrowedNames },
  { kinds: ['unencrypted_channel', 'default_key_channel'], find: findOpenChannels },
  { kinds: ['precise_position_public'], find: findPrecisePositions },
  { kinds: ['readable_direct_message'], find: findReadableDirectMessages },
  { kinds: ['gateway_clock_wrong'], find: findWrongClocks },
];

const severityColors = { critical: 'red', warning: 'orange', info: 'blue' } as const;
const severities = ['critical', 'warning', 'info'] as const;

const wordMapping = (words: readonly (readonly [string, object])[]) => ({
  type: 'value',
  options: Object.fromEntries(words.map(([word, result], index) => [word, { ...result, index }])),
});
const kindMapping = wordMapping(findingKindNames.map((kind) => [kind, { text: findingKinds[kind].title }]));
const severityMapping = wordMapping(severities.map((severity) => [severity, { color: severityColors[severity] }]));

function find(context: ContextOf<'findings'>): Finding[] {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const asked = (kind: FindingKind) =>
    scope.hasKind(kind) && (query.findingKinds.length === 0 || query.findingKinds.includes(kind));
  const parts = { context, scope, nums: nodesHeard(reader, scope, range) };
  return finders
    .filter(({ kinds }) => kinds.some(asked))
    .flatMap((finder) => finder.find(parts))
    .filter(({ kind }) => asked(kind))
    .map((finding) => ({ ...finding, node: finding.node === null ? null : scope.aliases.current(finding.node) }))
    .sort(
      (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity) || right.at - left.at,
    );
}

function columns(context: ContextOf<'findings'>, found: readonly Finding[]): Column<Finding>[] {
  const directory = readDirectory(
    context.reader,
    found.flatMap(({ node }) => node ?? []),
  );
  const id = ({ node }: Finding) => (node === null ? null : nodeId(node));
  const named = (finding: Finding, name: (id: string) => string | null) => {
    const node = id(finding);
    return node === null ? null : name(node);
  };
  return columnsOf<typeof findingColumns, Finding>(
    context,
    findingColumns,
    {
      time: (finding) => finding.at,
      severity: (finding) => finding.severity,
      kind: (finding) => finding.kind,
      nodeId: id,
      shortName: (finding) => named(finding, (node) => shortNameOf(directory, node)),
      longName: (finding) => named(finding, (node) => longNameOf(directory, node)),
      channel: (finding) => finding.channel,
      detail: (finding) => finding.detail,
      label: (finding) =>
        named(finding, (node) => longNameOf(directory, node) ?? shortNameOf(directory, node)) ?? finding.channel,
    },
    { severity: { mappings: [severityMapping] }, kind: { mappings: [kindMapping] } },
  );
}

/** Possible security and privacy problems, the most severe first. */
export const buildFindings: FrameBuilder<'findings'> = (context) => {
  const { query, range } = context;
  const limit = query.limit ?? queryDefinitions.findings.limit.default;
  const found = find(context);
  const rows = found.slice(0, limit);
  return [
    buildFrame<Finding>({
      kind: 'findings',
      refId: query.refId,
      notices: [
        ...limitNotice(
          query,
          found.length > limit,
          `Only the ${limit} most severe of ${found.length} findings are shown.`,
        ),
        ...truncation(
          lastWeekOf(range).from > range.from,
          'Channels and positions are looked at for the last 7 days of the range.',
        ),
      ],
      columns: columns(context, rows),
      rows,
    }),
  ];
};

export const live: LiveRule<'findings'> = readAgainAfter(['event', 'gateway', 'node'], 30_000);

/** Nodes and gateways that are late or silent. */
import { BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import { relayRoles } from '@mesh-observatory/contract/roles';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { formatDuration } from '../../../write/wording.js';
import { gatewayState, nodeState } from '../../presence.js';
import { inScope } from '../../scope.js';
import { sql } from '../../sql.js';
import { folded, nameOfRow, type AttentionInput, type AttentionItem, type AttentionSource } from './item.js';

/** Nodes and gateways that were silent for longer have left: counted, not named. */
const GONE_MS = 7 * DAY_MS;
const MOST_OF_A_KIND = 8;

interface Quiet {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly role: string | null;
  readonly last_at: number;
  readonly state: PresenceState;
  /** The gateway that heard it last. */
  readonly through: number | null;
}

const quietNodes = ({ context: { reader }, nums }: AttentionInput): Quiet[] =>
  reader.all(sql<Quiet>`
    SELECT * FROM (
      SELECT n.node_num, n.long_name, n.short_name, n.role, n.last_heard AS last_at, ${nodeState} AS state,
             n.last_gateway_num AS through
      FROM nodes n WHERE ${inScope(sql`n.node_num`, nums)}
    ) WHERE state <> 'online' ORDER BY last_at DESC, node_num`);

const quietGateways = ({ context: { reader }, nums }: AttentionInput): Quiet[] =>
  reader.all(sql<Quiet>`
    SELECT * FROM (
      SELECT g.gateway_num AS node_num, n.long_name, n.short_name, n.role, g.last_seen AS last_at,
             ${gatewayState} AS state, NULL AS through
      FROM gateways g LEFT JOIN nodes n ON n.node_num = g.gateway_num WHERE ${inScope(sql`g.gateway_num`, nums)}
    ) WHERE state <> 'online' ORDER BY last_at DESC, node_num`);

const plural = (count: number, one: string) => `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

/** Gateways first: nodes that were last heard through a silent one are counted with it, not listed. */
export const findSilence: AttentionSource = (input) => {
  const gateways = quietGateways(input);
  const down = new Set(gateways.filter(({ state }) => state === 'silent').map(({ node_num }) => node_num));
  const nodes = quietNodes(input).filter(({ node_num }) => !down.has(node_num));
  const behind = (gateway: number) => nodes.filter(({ state, through }) => state === 'silent' && through === gateway);
  const alone = nodes.filter(({ state, through }) => state !== 'silent' || through === null || !down.has(through));
  return [
    ...inOrder(input, 'gateway', gateways, (gateway) => {
      const { length } = behind(gateway.node_num);
      return length === 0
        ? ''
        : `; ${plural(length, 'silent node')} ${length === 1 ? 'was' : 'were'} last heard through it`;
    }),
    ...inOrder(input, 'node', alone, ({ node_num, state }) => {
      const level = input.batteries.get(node_num);
      return state === 'silent' && level !== undefined && level < BATTERY_LOW_PERCENT
        ? `; its battery was at ${Math.round(level)} %`
        : '';
    }),
  ];
};

function inOrder(
  { context: { reader } }: AttentionInput,
  kind: 'gateway' | 'node',
  quiet: readonly Quiet[],
  more: (one: Quiet) => string,
): AttentionItem[] {
  const page = kind === 'gateway' ? 'mesh-gateways' : 'mesh-node';
  const age = ({ last_at }: Quiet) => reader.now - last_at;
  const item = (one: Quiet, level: AttentionItem['level'], what: string): AttentionItem => ({
    level,
    kind,
    subject: nameOfRow(one),
    detail: `${what} for ${formatDuration(age(one) / 1000)}${more(one)}`,
    since: one.last_at,
    node: one.node_num,
    page,
  });
  const matters = ({ role }: Quiet) => kind === 'gateway' || relayRoles.includes(role ?? '');
  const silent = quiet.filter((one) => one.state === 'silent' && age(one) <= GONE_MS);
  const late = quiet.filter(({ state }) => state === 'late');
  const others = (detail: string) => (count: number) => ({
    subject: `${count.toLocaleString('en-US')} more ${kind}s`,
    detail,
  });
  return [
    ...folded(
      silent.filter(matters).map((one) => item(one, 'critical', 'Silent')),
      MOST_OF_A_KIND,
      others('Silent'),
    ),
    ...folded(
      silent.filter((one) => !matters(one)).map((one) => item(one, 'warning', 'Silent')),
      MOST_OF_A_KIND,
      others('Silent'),
    ),
    ...folded(
      late.map((one) => item(one, matters(one) ? 'warning' : 'info', 'Late: not heard')),
      MOST_OF_A_KIND,
      others('Late'),
    ),
    ...countedOnly(
      kind,
      quiet.filter(({ state }) => state === 'unknown'),
      {
        level: 'unknown',
        detail: 'Not heard since the collector started or could hear again; whether they are silent is not known yet',
      },
    ),
    ...countedOnly(
      kind,
      quiet.filter((one) => one.state === 'silent' && age(one) > GONE_MS),
      {
        level: 'info',
        detail: 'Silent for more than 7 days',
      },
    ),
  ];
}

function countedOnly(
  kind: 'gateway' | 'node',
  quiet: readonly Quiet[],
  { level, detail }: Pick<AttentionItem, 'level' | 'detail'>,
): AttentionItem[] {
  if (quiet.length === 0) return [];
  const page = kind === 'gateway' ? 'mesh-gateways' : 'mesh-overview';
  return [{ level, kind, subject: plural(quiet.length, kind), detail, since: null, node: null, page }];
}

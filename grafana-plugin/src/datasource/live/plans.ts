import type { Aggregation } from '@mesh-observatory/contract/aggregations';
import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { createLinksMerger } from './linksMerger';
import type { CreateMerger, LivePlan } from './merger';
import { createMessagesMerger } from './messagesMerger';
import { createNodesMerger } from './nodesMerger';
import { createPacketsMerger } from './packetsMerger';
import { createPositionsMerger } from './positionsMerger';
import { createTimeseriesMerger } from './timeseriesMerger';

/** For answers that the collector has to make anew: any change of the kinds listened to is a reason to ask. */
const reloader =
  (kinds: readonly LiveKind[]): CreateMerger =>
  (frames) => {
    let stale = false;
    return {
      apply(changes: LiveChanges) {
        stale = stale || kinds.some((kind) => (changes[kind]?.length ?? 0) > 0);
        return false;
      },
      frames: () => frames,
      takeStale: () => {
        const was = stale;
        stale = false;
        return was;
      },
    };
  };

const reloading = (kinds: readonly LiveKind[], reloadMs: number): LivePlan => ({
  kinds,
  reloadMs,
  needsNames: false,
  createMerger: reloader(kinds),
});

const merging = (kinds: readonly LiveKind[], createMerger: CreateMerger, needsNames = false): LivePlan => ({
  kinds,
  reloadMs: 10_000,
  needsNames,
  createMerger,
});

const mergePlans: Partial<Record<QueryType, LivePlan>> = {
  timeseries: merging(['telemetry'], createTimeseriesMerger),
  nodes: merging(['nodes'], createNodesMerger),
  positions: merging(['positions'], createPositionsMerger, true),
  links: merging(['links', 'positions'], createLinksMerger),
  messages: merging(['messages'], createMessagesMerger, true),
  packets: merging(['packets'], createPacketsMerger, true),
};

/** Every packet changes its node, so that `nodes` says whether there was traffic without sending the packets. */
const reloadPlans: Record<QueryType, LivePlan | undefined> = {
  timeseries: reloading(['telemetry'], 5000),
  nodes: reloading(['nodes'], 5000),
  positions: reloading(['positions'], 5000),
  links: reloading(['links'], 5000),
  messages: reloading(['messages'], 2000),
  packets: reloading(['packets'], 5000),
  traceroutes: reloading(['traceroutes'], 2000),
  events: reloading(['events'], 2000),
  traffic: reloading(['nodes'], 10_000),
  gateways: reloading(['gateways', 'nodes'], 10_000),
  nodegraph: reloading(['links'], 10_000),
  stat: reloading(['nodes', 'gateways'], 5000),
  values: reloading(['nodes', 'gateways'], 10_000),
  channels: reloading(['nodes'], 30_000),
  linkpairs: reloading(['links'], 10_000),
  cutpoints: reloading(['links'], 30_000),
  findings: reloading(['events'], 30_000),
  collector: undefined, // nothing in the live stream tells that another minute has passed
  signal: undefined, // packets come too often, and graphs of hours need no hurry
};

/**
 * Live updates can be put into the frames when a glance at a change says whether it belongs there. Roles, areas and ad hoc
 * filters are about more than the change says, and sums over several readings cannot be told from one of them.
 */
const needsSeveralReadings = (aggregation: Aggregation | undefined) =>
  aggregation === 'sum' || aggregation === 'count' || aggregation === 'rate_per_minute';

function canMerge(query: WireQuery): boolean {
  const { filters = [], roles = [], gateways = [], bounds, search } = query;
  if (query.queryType === 'nodes') {
    return true;
  }
  if (filters.length > 0 || roles.length > 0 || (gateways.length > 0 && query.queryType !== 'packets')) {
    return false;
  }
  switch (query.queryType) {
    case 'timeseries':
      return query.combine !== true && !needsSeveralReadings(query.aggregation) && !bounds && search === undefined;
    case 'positions':
      return search === undefined;
    case 'links':
      return search === undefined && bounds === undefined;
    default:
      return bounds === undefined;
  }
}

export function hasLivePlan(queryType: QueryType): boolean {
  return reloadPlans[queryType] !== undefined;
}

export function livePlanOf(query: WireQuery): LivePlan | undefined {
  const plan = canMerge(query) ? mergePlans[query.queryType] : undefined;
  return plan ?? reloadPlans[query.queryType];
}

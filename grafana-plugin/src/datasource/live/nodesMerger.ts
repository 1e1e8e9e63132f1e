import type { NodePatch } from '@mesh-observatory/contract/live';
import { nodes } from '@mesh-observatory/contract/queries/nodes';
import type { MetricValue, Node } from '@mesh-observatory/contract/resources';
import { BATTERY_POWERED_PERCENT } from '@mesh-observatory/contract/thresholds';
import { isAboutNode, type CreateMerger } from './merger';
import { createTableModel, type RowValues } from './tableModel';

const BATTERY = 'device_battery_level';
const POWERED = 'device_powered';

/** Field of the nodes table → property of a node. */
const fieldSources: Readonly<Record<string, keyof Node>> = {
  nodeId: 'nodeId',
  shortName: 'shortName',
  longName: 'longName',
  hwModel: 'hwModel',
  role: 'role',
  latitude: 'latitude',
  longitude: 'longitude',
  precisionBits: 'precisionBits',
  lastHeard: 'lastHeard',
  online: 'online',
  state: 'state',
  gateway: 'gateway',
  snr: 'snr',
  rssi: 'rssi',
  hopsAway: 'hopsAway',
  altitude: 'altitude',
  firmware: 'firmwareVersion',
  region: 'region',
  modemPreset: 'modemPreset',
  channel: 'channel',
  status: 'statusText',
  packets: 'packets',
  firstHeard: 'firstHeard',
  positionAt: 'positionAt',
  snrAt: 'directAt',
  hopsAwayAt: 'newestPacketAt',
};

/** Fields that show a metric under another name; all other metrics have fields of their own name. */
const metricFields: Readonly<Record<string, string>> = {
  [BATTERY]: 'battery',
  device_voltage: 'voltage',
  device_channel_utilization: 'channelUtilization',
  device_air_util_tx: 'airUtilTx',
};

function metricValues(metrics: Readonly<Record<string, MetricValue>> | undefined): RowValues {
  if (metrics === undefined) {
    return {};
  }
  const values = Object.entries(metrics).map(([metric, { value }]) => [metricFields[metric] ?? metric, value] as const);
  const [powered, level] = [metrics[POWERED], metrics[BATTERY]];
  const times = [level?.at, powered?.at].filter((at) => at !== undefined);
  const batteryAt = times.length === 0 ? {} : { batteryAt: Math.max(...times) };
  const onPower = powered?.value === 1 && powered.at >= (level?.at ?? 0);
  return { ...Object.fromEntries(values), ...batteryAt, ...(onPower ? { battery: BATTERY_POWERED_PERCENT } : {}) };
}

export function nodeValues(patch: NodePatch): RowValues {
  const own = Object.entries(fieldSources)
    .filter(([, property]) => patch[property] !== undefined)
    .map(([field, property]) => [field, patch[property]] as const);
  const { longName, shortName } = patch.reportedAt ?? {};
  const named =
    longName === undefined && shortName === undefined ? {} : { nameAt: Math.max(longName ?? 0, shortName ?? 0) };
  return { ...Object.fromEntries(own), ...named, ...metricValues(patch.metrics) };
}

const isWhole = (patch: NodePatch) => patch.lastHeard !== undefined && patch.firstHeard !== undefined;

/** One row per node: patches go into its row, new nodes get one. */
export const createNodesMerger: CreateMerger = (frames, { query, names, asked }) => {
  const [first, ...rest] = frames;
  const table =
    first === undefined
      ? undefined
      : createTableModel(first, {
          keyOf: (row) => String(row('nodeId')),
          maxRows: query.limit ?? nodes.limit.default,
          newest: 'last',
        });
  /** The query has conditions on more than a patch holds: only the collector knows whether a new node meets them. */
  const conditional =
    [query.roles, query.filters].some((list) => (list ?? []).length > 0) || query.search !== undefined;
  let stale = false;

  function add(patch: NodePatch): boolean {
    if (table === undefined || conditional || query.bounds !== undefined || !isWhole(patch)) {
      stale = stale || !asked.has(patch.nodeId);
      asked.add(patch.nodeId);
      return false;
    }
    table.insert(patch.nodeId, nodeValues(patch));
    return true;
  }

  return {
    apply({ nodes = [] }) {
      let changed = false;
      for (const patch of nodes) {
        names.learn(patch.nodeId, patch);
        for (const formerId of patch.formerIds ?? []) {
          changed = (table?.remove(formerId) ?? false) || changed;
        }
        if (!isAboutNode(query, patch.nodeId)) {
          continue;
        }
        const updated = table?.update(patch.nodeId, nodeValues(patch)) ?? false;
        changed = updated || add(patch) || changed;
      }
      return changed;
    },
    frames: () => (table === undefined ? frames : [table.frame(), ...rest]),
    takeStale: () => {
      const was = stale;
      stale = false;
      return was;
    },
  };
};

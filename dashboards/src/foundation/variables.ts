import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import { ONE_NODE } from './links.js';
import { variableLimits } from '@mesh-observatory/contract/limits';
import { MESH_DATA_SOURCE, meshDataSource, meshVariableQuery } from './meshtastic.js';

export type MeshVariable = 'node' | 'gateway' | 'channel' | 'role';

const listed = variableLimits.defaultValues.toLocaleString('en-US');
/** Of lists that grow with the mesh. */
const endOfList = `The ${listed} heard last are listed; typing finds the others.`;

const facts = {
  node: { label: 'Node', kind: 'nodes', description: `Only data of these nodes. ${endOfList}` },
  gateway: { label: 'Gateway', kind: 'gateways', description: `Only packets these gateways received. ${endOfList}` },
  channel: { label: 'Channel', kind: 'channels', description: `Only packets on these channels. ${endOfList}` },
  role: { label: 'Role', kind: 'roles', description: 'Only nodes with these roles' },
} as const;

export function dataSourceVariable() {
  return new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .description('Collector the dashboard reads')
    .type(MESH_DATA_SOURCE);
}

function queryVariable(what: MeshVariable, name: string = what, kind: VariableKind = facts[what].kind) {
  const { label, description } = facts[what];
  return new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(meshDataSource)
    .query(meshVariableQuery({ refId: name, kind, search: '$__searchFilter' }))
    .refresh(VariableRefresh.OnDashboardLoad);
}

/** Several choices, all of them at first. */
export function meshVariable(name: MeshVariable) {
  return queryVariable(name)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

/** The variables of dashboards about the whole mesh. */
export const meshVariables = () => [
  dataSourceVariable(),
  ...(['node', 'gateway', 'channel', 'role'] as const).map(meshVariable),
];

/**
 * Exactly one node; the one heard last when the address names none. A name of its own: links between dashboards carry
 * the nodes of the others along, and Grafana takes several of them, or all, from the address unchecked.
 */
export const oneNodeVariable = () => queryVariable('node', ONE_NODE, 'recent_nodes').multi(false).includeAll(false);

/** For a dashboard about one node: queries refuse to mix several. */
export const oneNode = { nodes: [`$${ONE_NODE}`], oneNode: true };

/** Lists of a query that follow the variables; without a value, or at "All", they mean everything. */
export const narrowed = { nodes: ['$node'], gateways: ['$gateway'], channels: ['$channel'], roles: ['$role'] };

/** For a dashboard about one node: packets that node sent. */
export const thisNode = { ...oneNode, gateways: ['$gateway'], channels: ['$channel'] };

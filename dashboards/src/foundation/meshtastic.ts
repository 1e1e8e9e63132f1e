/**
 * Builders the Foundation SDK lacks: our data source's query and our map panel. Their types are the plugin's own, so
 * that the type check finds a dashboard that uses an option the plugin does not have.
 */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshQueryOf, MeshVariableQuery } from '../../../grafana-plugin/src/datasource/types.js';
import type { SavedOptions } from '../../../grafana-plugin/src/geomap-panel/types.js';

export const MESH_DATA_SOURCE = 'meshobservatory-meshtastic-datasource';
const MESH_MAP = 'meshobservatory-meshtastic-panel';

/** Always the variable: a dashboard works wherever it is imported. */
export const meshDataSource: DataSourceRef = { type: MESH_DATA_SOURCE, uid: '${datasource}' };

/** A query of a panel; `meshQuery` adds what all of them share. */
export type MeshQueryPart = {
  [T in QueryType]: Omit<MeshQueryOf<T>, 'refId' | 'version' | 'datasource'> & { readonly refId?: string };
}[QueryType];
/** The filters that queries of every type take. */
export type MeshNarrowing = Pick<
  MeshQueryPart,
  'nodes' | 'oneNode' | 'gateways' | 'channels' | 'roles' | 'filters' | 'search'
>;

export function meshQuery(query: MeshQueryPart & { readonly refId: string }): Builder<Dataquery> {
  const built = {
    version: QUERY_VERSION,
    datasource: meshDataSource,
    ...query,
    _implementsDataqueryVariant: () => undefined,
  };
  return { build: () => built };
}

export function meshVariableQuery(query: Omit<MeshVariableQuery, 'version' | 'queryType'>): Record<string, unknown> {
  return { version: QUERY_VERSION, ...query };
}

export class MeshMapBuilder extends PanelBuilder {
  constructor(options: SavedOptions) {
    super();
    this.type(MESH_MAP).options(options);
  }
}

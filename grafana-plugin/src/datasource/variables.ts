import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type QueryEditorProps,
} from '@grafana/data';
import { createElement } from 'react';
import { from, map, of, type Observable } from 'rxjs';
import type { AdhocFilter } from '@mesh-observatory/contract/queries/query-options';
import type { VariablesRequestBody } from '@mesh-observatory/contract/query';
import type { CollectorClient } from './client/collectorClient';
import type { EditorServices } from './editors/services';
import { VariableQueryEditor } from './editors/VariableQueryEditor';
import { getDefaultVariableQuery } from './query/defaults';
import { expandList, rangeScopedVars, replaceText, type Interpolation } from './query/interpolate';
import { migrateVariableQuery } from './query/migrate';
import type { MeshOptions, MeshVariableQuery, SavedQuery } from './types';

type AnyDataSource = DataSourceApi<SavedQuery, MeshOptions>;
type EditorProps = QueryEditorProps<AnyDataSource, SavedQuery, MeshOptions, MeshVariableQuery>;

/** The choices the query asks for; undefined when a variable it depends on has no value. */
export function variablesRequestOf(
  saved: MeshVariableQuery | string,
  interpolation: Interpolation,
): VariablesRequestBody | undefined {
  const query = migrateVariableQuery(saved);
  const filters: AdhocFilter[] = [];
  for (const [key, items] of [
    ['gateway', query.gateways],
    ['channel', query.channels],
    ['role', query.roles],
  ] as const) {
    const expanded = expandList(items ?? [], interpolation);
    if (items === undefined || items.length === 0 || expanded.all) {
      continue;
    }
    if (expanded.values.length === 0) {
      return undefined;
    }
    filters.push({ key, operator: '=|', value: expanded.values[0] ?? '', values: expanded.values });
  }
  // Grafana's name for the text that is typed into the list of choices; before anything is typed it has no value.
  const scopedVars = { __searchFilter: { text: '', value: '' }, ...interpolation.scopedVars };
  const search = replaceText(query.search, { ...interpolation, scopedVars });
  return {
    kind: query.kind,
    ...(search === undefined || search === '' ? {} : { search }),
    filters,
  };
}

/** Query variables: nodes, gateways, channels … with names to read and values to use. */
export class MeshVariableSupport extends CustomVariableSupport<
  AnyDataSource,
  MeshVariableQuery,
  SavedQuery,
  MeshOptions
> {
  override editor = (props: EditorProps) => createElement(VariableQueryEditor, { ...props, services: this.services });

  constructor(private readonly services: EditorServices & { readonly client: Pick<CollectorClient, 'variables'> }) {
    super();
  }

  override getDefaultQuery() {
    return getDefaultVariableQuery();
  }

  override query(request: DataQueryRequest<MeshVariableQuery>): Observable<DataQueryResponse> {
    const [target] = request.targets;
    if (target === undefined) {
      return of({ data: [] });
    }
    // Variables that are read when the dashboard opens come without a time range: everything ever heard is a choice.
    const range = request.range as typeof request.range | undefined;
    const scopedVars = range === undefined ? request.scopedVars : rangeScopedVars(request);
    const wire = variablesRequestOf(target, { templates: this.services.templates, scopedVars });
    return wire === undefined
      ? of({ data: [] })
      : from(this.services.client.variables(wire)).pipe(map((data) => ({ data })));
  }
}

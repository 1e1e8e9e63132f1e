import {
  AdHocFiltersVariable,
  DataSourceVariable,
  QueryVariable,
  TextBoxVariable,
  type SceneVariable,
} from '@grafana/scenes';
import type { VariableModel } from './dashboardModel';

/** Builds the variables of a dashboard. Types that no dashboard of the project uses are left out. */
export function toVariables(models: VariableModel[]): SceneVariable[] {
  return models.flatMap((model) => toVariable(model) ?? []);
}

function toVariable(model: VariableModel): SceneVariable | undefined {
  const { name, label, hide, query, datasource } = model;
  const common = { name, label, hide };
  const many = { isMulti: model.multi ?? false, includeAll: model.includeAll ?? false, allValue: model.allValue };
  const current = { value: (model.current?.value ?? '') as never, text: (model.current?.text ?? '') as never };
  switch (model.type) {
    case 'query':
      return new QueryVariable({
        ...common,
        ...many,
        ...current,
        datasource: datasource ?? null,
        query: query as never,
        regex: model.regex ?? '',
      });
    case 'textbox':
      return new TextBoxVariable({ ...common, value: String(query ?? '') });
    case 'datasource':
      return new DataSourceVariable({ ...common, pluginId: String(query ?? '') });
    case 'adhoc':
      return new AdHocFiltersVariable({
        ...common,
        datasource: datasource ?? null,
        filters: model.filters ?? [],
        applyMode: 'auto',
        layout: 'combobox',
      });
    default:
      return undefined;
  }
}

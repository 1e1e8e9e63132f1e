/** The data source of the one dashboard that reads Prometheus; a variable of its own, beside that of the mesh. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { describe, type AnyPanelBuilder, type PanelOptions } from './panel.js';

const TYPE = 'prometheus';
const dataSource: DataSourceRef = { type: TYPE, uid: '${prometheus}' };

/** Series of the chosen collectors; several of them may be scraped by one Prometheus. */
export const CHOSEN = 'instance=~"$instance"';

export const prometheusVariable = () =>
  new DatasourceVariableBuilder('prometheus')
    .label('Prometheus')
    .description('Prometheus that scrapes the collector')
    .type(TYPE);

export const instanceVariable = () =>
  new QueryVariableBuilder('instance')
    .label('Collector')
    .description('Only these collectors')
    .datasource(dataSource)
    .query({ qryType: 1, query: 'label_values(meshobs_collector_build_info, instance)', refId: 'instance' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] });

export interface PromQuery {
  readonly expr: string;
  /** Name of the series; labels as `{{label}}`. */
  readonly legend: string;
  /** Only the newest value. */
  readonly now?: boolean;
}

export interface PromPanelOptions extends PanelOptions {
  readonly queries: readonly PromQuery[];
}

function promQuery({ expr, legend, now = false }: PromQuery, refId: string): Builder<Dataquery> {
  const builder = new DataqueryBuilder().refId(refId).datasource(dataSource).expr(expr).legendFormat(legend);
  return now ? builder.instant() : builder.range();
}

/** A panel fed by Prometheus. */
export function withPromQueries<Builder_ extends AnyPanelBuilder>(
  builder: Builder_,
  facts: PromPanelOptions,
): Builder_ {
  return describe(builder, facts)
    .datasource(dataSource)
    .targets(facts.queries.map((query, at) => promQuery(query, String.fromCharCode('A'.charCodeAt(0) + at))));
}

/** Options of every panel: a stable id, title, description, queries and the text for no data. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig, GridPos, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { meshDataSource, meshQuery, type MeshQueryPart } from './meshtastic.js';

/** The part of the SDK's panel builders that they all share. */
export interface AnyPanelBuilder extends Builder<Panel> {
  id(id: number): this;
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: DataSourceRef): this;
  targets(targets: Builder<Dataquery>[]): this;
  transformations(transformations: DataTransformerConfig[]): this;
  noValue(noValue: string): this;
  unit(unit: string): this;
  gridPos(gridPos: GridPos): this;
}

export interface PanelOptions {
  /** Stays when the panel moves or changes its title: links and alert rules name it. */
  readonly id: number;
  readonly title: string;
  /** Content and meaning of the panel, for people who see it for the first time. */
  readonly description: string;
  /** Text when the query finds nothing. */
  readonly noValue?: string;
  readonly unit?: string;
  readonly transformations?: DataTransformerConfig[];
}

export interface MeshPanelOptions extends PanelOptions {
  readonly queries: readonly MeshQueryPart[];
}

/** A, B, C … in the order of the queries, unless a query has its own. */
const refIdOf = (at: number) => String.fromCharCode('A'.charCodeAt(0) + at);

export function describe<Builder_ extends AnyPanelBuilder>(builder: Builder_, facts: PanelOptions): Builder_ {
  builder.id(facts.id).title(facts.title).description(facts.description);
  builder.noValue(facts.noValue ?? 'No data');
  if (facts.unit !== undefined) builder.unit(facts.unit);
  if (facts.transformations !== undefined) builder.transformations(facts.transformations);
  return builder;
}

/** A panel fed by our data source. */
export function withMeshQueries<Builder_ extends AnyPanelBuilder>(
  builder: Builder_,
  facts: MeshPanelOptions,
): Builder_ {
  return describe(builder, facts)
    .datasource(meshDataSource)
    .targets(facts.queries.map((query, at) => meshQuery({ refId: refIdOf(at), ...query })));
}

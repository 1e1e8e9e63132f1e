import {
  DashboardBuilder,
  DashboardCursorSync,
  type AnnotationQuery,
  type Dashboard,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { layOut, type Line, type Section } from './layout.js';
import { dashboardLinks, TAG } from './links.js';
import { readable } from './readable.js';

export interface DashboardOptions {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Time range at first, back from now: `24h`. */
  readonly since: string;
  readonly refresh: '30s' | '1m';
  readonly variables: readonly Builder<VariableModel>[];
  readonly annotations: readonly Builder<AnnotationQuery>[];
  readonly lines: readonly Line[];
  readonly sections?: readonly Section[];
}

export function createDashboard(facts: DashboardOptions): Dashboard {
  const builder = new DashboardBuilder(facts.title)
    .uid(facts.uid)
    .description(facts.description)
    .tags(['meshtastic', TAG])
    .timezone('browser')
    .time({ from: `now-${facts.since}`, to: 'now' })
    .refresh(facts.refresh)
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...facts.variables])
    .annotations([...facts.annotations])
    .links(dashboardLinks());
  layOut(builder, facts.lines, facts.sections ?? []);
  const built = builder.build();
  return {
    ...built,
    panels: built.panels?.map((panel) =>
      panel.type === 'row' && 'panels' in panel ? { ...panel, panels: panel.panels.map(readable) } : readable(panel),
    ),
  };
}

/** An alert rule, from which the rules of Grafana and of Prometheus are generated. */
import type { MeshQueryOf } from '../../../grafana-plugin/src/datasource/types.js';

/** critical: look now. warning: look today. info: good to know, notified once a day at most. */
export type Severity = 'critical' | 'warning' | 'info';

/** The subject of an alert decides its labels and the dashboard it links to. */
export type Subject = 'node' | 'gateway' | 'channel' | 'broker' | 'collector';

export type Comparison = '>' | '<';

/** Template expressions for the texts of an alert; they differ between Grafana and Prometheus. */
export interface TemplateFields {
  /** Name and id of the subject; nothing for the collector. */
  readonly subject: string;
  /** The value as a share (0–1 in Prometheus, percent in the mesh data source). */
  readonly share: string;
  /** The value in seconds, as "2h 5m". */
  readonly duration: string;
  /** The value with no, or one, decimal. */
  readonly whole: string;
  readonly tenths: string;
}

/** The condition as a query of the mesh data source. */
export interface MeshCondition {
  readonly query: MeshQueryModel;
  /** Time range of the query, back from now. */
  readonly rangeSeconds: number;
  /** Threshold of the value, in the unit of the data source. */
  readonly comparison: Comparison;
  readonly threshold: number;
  /** True only while the value is also more than so many times the average of a longer past. */
  readonly surge?: Surge;
}

export interface Surge {
  readonly times: number;
  /** Length of the past to compare with; holds the range of the query itself. */
  readonly pastSeconds: number;
}

/** A `values` query as the plugin saves it, without what is the same for all: one number per node, gateway, channel … */
export type MeshQueryModel = Required<Pick<MeshQueryOf<'values'>, 'metrics'>> &
  Pick<MeshQueryOf<'values'>, 'roles' | 'filters' | 'includeSilent' | 'above' | 'below' | 'labels'>;

/** The condition as a PromQL expression. Series that `value` leaves out cannot fire. */
export interface PrometheusCondition {
  readonly value: string;
  readonly comparison: Comparison;
  readonly threshold: number;
}

export interface AlertRule {
  /** Kebab case. Makes the uid, the name in Prometheus and the anchor of the runbook. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** Time the condition must hold before the alert fires. */
  readonly pendingFor: string;
  /** Time the alert keeps firing afterwards: values around the threshold must not notify twice. */
  readonly keepFiringFor?: string;
  /**
   * No data means no alert for almost every rule. The exception is the rule that detects missing data:
   * there an empty answer, or a collector that does not answer, fires the alert.
   */
  readonly absenceFires?: boolean;
  readonly summary: (fields: TemplateFields) => string;
  /** Why it matters and what to look at first; the rest is in the runbook. */
  readonly description: string;
  readonly mesh: MeshCondition;
  readonly prometheus: PrometheusCondition;
}

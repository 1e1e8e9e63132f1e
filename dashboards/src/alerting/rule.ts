/** What an alert rule is, before it becomes one of Grafana's or one of Prometheus'. */
import type { MeshQueryOf } from '../../../grafana-plugin/src/datasource/types.js';

/** critical: look now. warning: look today. info: good to know, told once a day at most. */
export type Severity = 'critical' | 'warning' | 'info';

/** What one alert is about, and so which labels it carries and which dashboard explains it. */
export type Subject = 'node' | 'gateway' | 'channel' | 'broker' | 'collector';

export type Comparison = '>' | '<';

/** A sentence for people is the same everywhere; how to write a name or the value into it differs. */
export interface Say {
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

/** How Grafana asks our data source. */
export interface MeshCondition {
  readonly query: MeshQueryModel;
  /** How far back the query looks. */
  readonly rangeSeconds: number;
  /** What the value is compared with, in the unit of the data source. */
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
  Pick<MeshQueryOf<'values'>, 'roles' | 'filters' | 'includeSilent'>;

/** How Prometheus decides. Series that `value` leaves out cannot fire. */
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
  /** How long it must be so. */
  readonly pendingFor: string;
  /** How long it goes on after it is no longer so: values that hover around the threshold must not ring twice. */
  readonly keepFiringFor?: string;
  /**
   * Nothing to measure is good news for almost every rule (no node, no alert). The exception watches for silence itself:
   * there an empty answer, or a collector that does not answer, is the alert.
   */
  readonly absenceFires?: boolean;
  readonly summary: (say: Say) => string;
  /** Why it matters and what to look at first; the rest is in the runbook. */
  readonly description: string;
  readonly mesh: MeshCondition;
  readonly prometheus: PrometheusCondition;
}

/**
 * Templates of annotations. Labels and values are reached through the dot (`.Labels`), never through `$labels`: Grafana's
 * provisioning takes `$…` in some fields for an environment variable, and both engines know the dot.
 */
import { NAMES } from './mesh-queries.js';
import { NODE_DASHBOARD, ONE_NODE } from '../../foundation/links.js';
import type { TemplateFields, Subject } from '../rule.js';

/** The value in a template, and whether shares are ratios or percent. */
interface Dialect {
  readonly value: string;
  readonly shares: 'ratio' | 'percent';
  /** Label that holds the id of a gateway. */
  readonly gatewayLabel: string;
  /** The name, where there is one. */
  readonly name: string;
}

const dialects = {
  /** Rules of Grafana on the mesh data source. */
  mesh: {
    value: '.Values.B.Value',
    shares: 'percent',
    gatewayLabel: 'gateway_id',
    name: `(index (index .Values "${NAMES}").Labels "long_name")`,
  },
  /** Rules of Grafana on Prometheus. */
  grafanaOnPrometheus: {
    value: '.Values.B.Value',
    shares: 'ratio',
    gatewayLabel: 'node_id',
    name: '.Labels.long_name',
  },
  /** Rules of Prometheus. */
  prometheus: { value: '.Value', shares: 'ratio', gatewayLabel: 'node_id', name: '.Labels.long_name' },
} as const satisfies Readonly<Record<string, Dialect>>;
export type DialectName = keyof typeof dialects;

/** The name and the id; the id alone when the name is unknown, or is the id. */
const named = (name: string, id: string) =>
  `{{ if and ${name} (ne ${name} .Labels.${id}) }}{{ ${name} }} ({{ .Labels.${id} }}){{ else }}{{ .Labels.${id} }}{{ end }}`;

const subjectOf = (subject: Subject, { name, gatewayLabel }: Dialect): string =>
  ({
    node: named(name, 'node_id'),
    gateway: named(name, gatewayLabel),
    channel: 'the channel {{ .Labels.channel }}',
    broker: '{{ .Labels.broker }}',
    collector: '',
  })[subject];

/** Path of the dashboard about the subject, below the address of Grafana. */
export function dashboardOf(dialect: DialectName, subject: Subject): string {
  const { gatewayLabel } = dialects[dialect];
  return {
    node: `d/${NODE_DASHBOARD}?var-${ONE_NODE}={{ .Labels.node_id }}`,
    gateway: `d/mesh-gateways?var-gateway={{ .Labels.${gatewayLabel} }}`,
    channel: 'd/mesh-traffic',
    broker: 'd/mesh-collector',
    collector: 'd/mesh-collector',
  }[subject];
}

export function templateFields(name: DialectName, subject: Subject, metricIsRatio: boolean): TemplateFields {
  const { value, shares } = dialects[name];
  const share =
    shares === 'ratio' || metricIsRatio ? `{{ humanizePercentage ${value} }}` : `{{ printf "%.0f" ${value} }} %`;
  return {
    subject: subjectOf(subject, dialects[name]),
    share,
    duration: `{{ humanizeDuration ${value} }}`,
    whole: `{{ printf "%.0f" ${value} }}`,
    tenths: `{{ printf "%.1f" ${value} }}`,
  };
}

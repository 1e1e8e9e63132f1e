import type { RuleGroup } from '../catalog.js';
import type { AlertRule } from '../rule.js';
import type { RuleQuery } from './expressions.js';
import { meshQueries } from './mesh-queries.js';
import { uidOf } from './names.js';
import { prometheusQueries } from './prometheus-queries.js';
import { annotationsOf, labelsOf } from './text.js';
import { yamlFile } from './yaml-file.js';

/** Not the folder of the dashboards: its uid comes from whichever provisioner runs first, and that order is undefined. */
const FOLDER = 'Mesh Observatory alerts';
const ORGANIZATION = 1;

interface Variant {
  readonly dialect: 'mesh' | 'grafanaOnPrometheus';
  readonly queries: (rule: AlertRule) => RuleQuery[];
  /** Meaning of an empty answer. The mesh data source fails when it cannot know, so empty means that nothing is wrong. */
  readonly noDataState: 'OK' | 'KeepLast';
  readonly comment: readonly string[];
}

/** The uids are the same in both: a server that changes from one to the other replaces its rules. */
const variants = {
  mesh: {
    dialect: 'mesh',
    queries: meshQueries,
    noDataState: 'OK',
    comment: [
      'Alert rules that Grafana evaluates on the mesh data source: nothing else is needed.',
      'Not together with ../optional/prometheus/rules.yaml, which has the same rules on Prometheus.',
    ],
  },
  prometheus: {
    dialect: 'grafanaOnPrometheus',
    queries: prometheusQueries,
    noDataState: 'KeepLast',
    comment: [
      'Alert rules that Grafana evaluates on Prometheus. It must know the recording rules of provisioning/prometheus.',
      'Not together with ../../alerting/mesh-rules.yaml, which has the same rules on the mesh data source.',
    ],
  },
} as const satisfies Readonly<Record<string, Variant>>;

function ruleOf(rule: AlertRule, { dialect, queries, noDataState }: Variant) {
  const absence = rule.absenceFires === true;
  return {
    uid: uidOf(rule),
    title: rule.title,
    condition: 'C',
    for: rule.pendingFor,
    ...(rule.keepFiringFor === undefined ? {} : { keepFiringFor: rule.keepFiringFor }),
    noDataState: absence ? 'Alerting' : noDataState,
    // One rule fires when the collector does not answer; the others keep their state.
    execErrState: absence ? 'Alerting' : 'KeepLast',
    labels: labelsOf(rule),
    annotations: annotationsOf(rule, dialect),
    data: queries(rule),
  };
}

export function grafanaRules(groups: readonly RuleGroup[], name: keyof typeof variants): Promise<string> {
  const variant: Variant = variants[name];
  return yamlFile(variant.comment, {
    apiVersion: 1,
    groups: groups.map((group) => ({
      orgId: ORGANIZATION,
      name: group.name,
      folder: FOLDER,
      interval: `${group.intervalSeconds}s`,
      rules: group.rules.map((rule) => ruleOf(rule, variant)),
    })),
  });
}

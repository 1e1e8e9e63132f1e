import type { RuleGroup } from '../catalog.js';
import type { RecordingGroup } from '../recording.js';
import type { AlertRule, PrometheusCondition } from '../rule.js';
import { alertNameOf, groupNameOf } from './names.js';
import { JOB } from './prometheus-queries.js';
import { annotationsOf, labelsOf } from './text.js';
import { yamlFile } from './yaml-file.js';

function conditionOf({ prometheus, absenceFires }: AlertRule): string {
  const { value, comparison, threshold }: PrometheusCondition = prometheus;
  const condition = `(${value}) ${comparison} ${threshold}`;
  // An alert about missing data must also fire when its own series are missing.
  return absenceFires === true ? `${condition} or up{job="${JOB}"} == 0 or absent(up{job="${JOB}"})` : condition;
}

function alertOf(rule: AlertRule) {
  return {
    alert: alertNameOf(rule),
    expr: conditionOf(rule),
    for: rule.pendingFor,
    ...(rule.keepFiringFor === undefined ? {} : { keep_firing_for: rule.keepFiringFor }),
    labels: labelsOf(rule),
    annotations: annotationsOf(rule, 'prometheus'),
  };
}

export function prometheusAlerts(groups: readonly RuleGroup[]): Promise<string> {
  return yamlFile(['Alert rules for Prometheus 2.42 or newer; they use the recording rules beside this file.'], {
    groups: groups.map((group) => ({
      name: groupNameOf(group),
      interval: `${group.intervalSeconds}s`,
      rules: group.rules.map(alertOf),
    })),
  });
}

export function prometheusRecordings(groups: readonly RecordingGroup[]): Promise<string> {
  return yamlFile(['Recording rules for the dashboard "Collector health (Prometheus)" and for the alerts.'], {
    groups: groups.map(({ name, intervalSeconds, rules }) => ({ name, interval: `${intervalSeconds}s`, rules })),
  });
}

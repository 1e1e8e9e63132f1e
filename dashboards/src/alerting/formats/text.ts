import type { AlertRule } from '../rule.js';
import { runbookUrlOf } from './names.js';
import { dashboardOf, templateFields, type DialectName } from './template-fields.js';

/** Shares that the mesh data source, too, gives as 0–1. */
const isRatio = ({ mesh }: AlertRule) => mesh.query.metrics.every((metric) => metric.endsWith('_ratio'));

export function annotationsOf(rule: AlertRule, dialect: DialectName): Record<string, string> {
  return {
    summary: rule.summary(templateFields(dialect, rule.subject, isRatio(rule))),
    description: rule.description,
    dashboard: dashboardOf(dialect, rule.subject),
    runbook_url: runbookUrlOf(rule),
  };
}

/** For notification policies and silences. */
export function labelsOf({ severity, subject }: AlertRule): Record<string, string> {
  return { severity, subject, product: 'mesh-observatory' };
}

import type { AlertRule } from '../rule.js';
import { runbookUrlOf } from './names.js';
import { dashboardOf, templateFields, type DialectName } from './template-fields.js';

/** Shares that the mesh data source, too, gives as 0–1. */
const isRatio = ({ mesh }: AlertRule) => mesh.query.metrics.every((metric) => metric.endsWith('_ratio'));

export function annotationsOf(rule: AlertRule, dialect: DialectName): Record<string, string> {
  const fields = templateFields(dialect, rule.subject, isRatio(rule));
  return {
    summary: rule.summary(fields),
    description: rule.description,
    dashboard: dashboardOf(dialect, rule.subject),
    // For the message that the alert is over, when its value is gone.
    ...(rule.subject === 'collector' ? {} : { subject: fields.subject }),
    runbook_url: runbookUrlOf(rule),
  };
}

/** For notification policies and silences. */
export function labelsOf({ severity, subject }: AlertRule): Record<string, string> {
  return { severity, subject, product: 'mesh-observatory' };
}

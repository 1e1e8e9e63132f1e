import type { TestDataSourceResponse } from '@grafana/data';
import { describeProblem, notACollector, type Problem } from './problems';
import { t } from '../i18n';

export interface BrokerHealth {
  name: string;
  state: 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'stopped';
  lastError: string | null;
}

/** `GET /api/health`. */
export interface HealthReport {
  status: 'ok' | 'degraded';
  message: string;
  version: string;
  simulated: boolean;
  brokers: BrokerHealth[];
  lastMessageAt: number | null;
  /** null when the database did not answer in time. */
  nodes: number | null;
  nodesOnline: number | null;
  reasons: Array<{ code: string; message: string }>;
}

export interface HealthFacts {
  readonly pluginVersion: string;
  readonly now: number;
}

export function isHealthReport(value: unknown): value is HealthReport {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { status, version, brokers } = value as Partial<HealthReport>;
  return (status === 'ok' || status === 'degraded') && typeof version === 'string' && Array.isArray(brokers);
}

/** The collector's answer → "Save & test". */
export function describeHealth(report: unknown, { pluginVersion, now }: HealthFacts): TestDataSourceResponse {
  if (!isHealthReport(report)) {
    return describeHealthProblem(notACollector());
  }
  const findings = [brokerWords(report), packetWords(report, now), nodeWords(report)].join(', ');
  const mismatch = versionMismatch(report.version, pluginVersion);
  const complaints = [...brokerComplaints(report), ...report.reasons.map(({ message }) => message)];
  const sentences = [
    report.simulated
      ? t(
          'client.health.connected-simulated',
          'Connected to Mesh Observatory {{version}} (simulated mesh): {{findings}}.',
          {
            version: report.version,
            findings,
          },
        )
      : t('client.health.connected', 'Connected to Mesh Observatory {{version}}: {{findings}}.', {
          version: report.version,
          findings,
        }),
    ...(mismatch === undefined ? [] : [mismatch]),
    ...new Set(complaints),
  ];
  const flawless = report.status === 'ok' && mismatch === undefined && complaints.length === 0;
  return { status: flawless ? 'success' : 'warning', message: sentences.join(' ') };
}

export function describeHealthFailure(error: unknown): TestDataSourceResponse {
  return describeHealthProblem(describeProblem(error));
}

export function describeHealthProblem({ message, status }: Problem): TestDataSourceResponse {
  const details =
    status === undefined
      ? undefined
      : { message: t('client.health.http-status', 'HTTP status {{status}}', { status }) };
  return { status: 'error', message, ...(details === undefined ? {} : { details }) };
}

function brokerWords({ brokers }: HealthReport): string {
  const connected = brokers.filter(({ state }) => state === 'connected').length;
  return t('client.health.brokers', '{{connected}} of {{count}} brokers connected', {
    connected,
    count: brokers.length,
    defaultValue_one: '{{connected}} of {{count}} broker connected',
  });
}

/** The collector runs, but what it listens to does not. */
function brokerComplaints({ brokers }: HealthReport): string[] {
  return brokers
    .filter(({ state }) => state !== 'connected')
    .map(({ name, state, lastError }) => {
      const sentence = t('client.health.broker-down', 'The collector is up, but its broker {{name}} is {{state}}', {
        name,
        state,
      });
      const reason = lastError === null ? '' : `: ${lastError}`;
      return `${sentence}${reason}${reason.endsWith('.') ? '' : '.'}`;
    });
}

function packetWords({ lastMessageAt }: HealthReport, now: number): string {
  return lastMessageAt === null
    ? t('client.health.no-packet', 'no packet yet')
    : t('client.health.last-packet', 'last packet {{age}} ago', { age: formatAge(now - lastMessageAt) });
}

function nodeWords({ nodes, nodesOnline }: HealthReport): string {
  if (nodes === null) {
    return t('client.health.nodes-unknown', 'number of nodes unknown');
  }
  return nodesOnline === null
    ? t('client.health.nodes', '{{count}} nodes', { count: nodes, defaultValue_one: '{{count}} node' })
    : t('client.health.nodes-online', '{{count}} nodes ({{online}} online)', {
        count: nodes,
        online: nodesOnline,
        defaultValue_one: '{{count}} node ({{online}} online)',
      });
}

export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Versions go together when their first number is the same; before 1.0 the second one counts as well. */
function versionMismatch(collector: string, plugin: string): string | undefined {
  const [theirs, ours] = [seriesOf(collector), seriesOf(plugin)];
  if (theirs === undefined || ours === undefined || theirs === ours) {
    return undefined;
  }
  return t(
    'client.health.version-mismatch',
    'The collector is version {{collector}} and the plugin {{plugin}}: they may not understand each other; update the older one.',
    { collector, plugin },
  );
}

function seriesOf(version: string): string | undefined {
  const match = /^(\d+)\.(\d+)\./.exec(version);
  if (match === null) {
    return undefined;
  }
  return match[1] === '0' ? `0.${match[2]}` : match[1];
}

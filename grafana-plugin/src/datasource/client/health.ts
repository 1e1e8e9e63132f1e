import type { TestDataSourceResponse } from '@grafana/data';
import { describeProblem, notACollector, type Problem } from './problems';

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
    return describeHealthProblem(notACollector);
  }
  const findings = [brokerWords(report), packetWords(report, now), nodeWords(report)].join(', ');
  const mismatch = versionMismatch(report.version, pluginVersion);
  const complaints = [...brokerComplaints(report), ...report.reasons.map(({ message }) => message)];
  const sentences = [
    `Connected to Mesh Observatory ${report.version}${report.simulated ? ' (simulated mesh)' : ''}: ${findings}.`,
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
  const details = status === undefined ? undefined : { message: `HTTP status ${status}` };
  return { status: 'error', message, ...(details === undefined ? {} : { details }) };
}

function brokerWords({ brokers }: HealthReport): string {
  const connected = brokers.filter(({ state }) => state === 'connected').length;
  return `${connected} of ${brokers.length} ${brokers.length === 1 ? 'broker' : 'brokers'} connected`;
}

/** The collector runs, but what it listens to does not. */
function brokerComplaints({ brokers }: HealthReport): string[] {
  return brokers
    .filter(({ state }) => state !== 'connected')
    .map(({ name, state, lastError }) => {
      const reason = lastError === null ? '' : `: ${lastError}`;
      return `The collector is up, but its broker ${name} is ${state}${reason}${reason.endsWith('.') ? '' : '.'}`;
    });
}

function packetWords({ lastMessageAt }: HealthReport, now: number): string {
  return lastMessageAt === null ? 'no packet yet' : `last packet ${formatAge(now - lastMessageAt)} ago`;
}

function nodeWords({ nodes, nodesOnline }: HealthReport): string {
  if (nodes === null) {
    return 'number of nodes unknown';
  }
  return `${nodes} ${nodes === 1 ? 'node' : 'nodes'}${nodesOnline === null ? '' : ` (${nodesOnline} online)`}`;
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
  return `The collector is version ${collector} and the plugin ${plugin}: they may not understand each other; update the older one.`;
}

function seriesOf(version: string): string | undefined {
  const match = /^(\d+)\.(\d+)\./.exec(version);
  if (match === null) {
    return undefined;
  }
  return match[1] === '0' ? `0.${match[2]}` : match[1];
}

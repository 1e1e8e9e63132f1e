import { describeHealth, describeHealthFailure, describeHealthProblem } from '../client/health';
import { notACollector } from '../client/problems';
import type { Instance } from './instances';
import { healthStatus, type CheckHealthResponse } from './protocol/messages';
import { UnusableSettings } from './settings';
import { UpstreamProblem } from './upstream';

export interface HealthFacts {
  readonly pluginVersion: string;
  readonly now: number;
}

const MAX_REPORT_BYTES = 1024 * 1024;

/** `CheckHealth`, with the messages of "Save & test". */
export async function checkHealth(
  instance: () => Pick<Instance, 'upstream'>,
  facts: HealthFacts,
  signal: AbortSignal,
): Promise<CheckHealthResponse> {
  const { status = 'error', message = '' } = await describe(instance, facts, signal);
  return {
    // Grafana knows two states only: a collector that answers is OK, whatever it reports.
    status: status === 'error' ? healthStatus.error : healthStatus.ok,
    message,
    jsonDetails: Buffer.from(JSON.stringify({ status, pluginVersion: facts.pluginVersion })),
  };
}

async function describe(instance: () => Pick<Instance, 'upstream'>, facts: HealthFacts, signal: AbortSignal) {
  try {
    const body = await instance().upstream.send({
      method: 'GET',
      path: '/api/health',
      signal,
      maxBytes: MAX_REPORT_BYTES,
    });
    return describeHealth(readReport(body), facts);
  } catch (error) {
    if (error instanceof UnusableSettings) {
      return { status: 'error', message: error.message };
    }
    return error instanceof UpstreamProblem
      ? describeHealthProblem({ kind: error.kind, message: error.message, status: error.status })
      : describeHealthFailure(error);
  }
}

function readReport(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new UpstreamProblem(notACollector(), 502);
  }
}
